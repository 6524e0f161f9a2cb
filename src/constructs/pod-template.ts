export { accountIn, podTemplateOf, type PodTemplate } from '../manifests/pod-template';
