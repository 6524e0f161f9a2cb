export { podTemplateOf, type PodTemplate } from '../manifests/pod-template';
