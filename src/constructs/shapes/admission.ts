import type { AdmissionMutationProps } from '../admission/admission-mutation';
import type { AdmissionMatchProps, NamedExpression } from '../admission/admission-props';
import type { AdmissionRuleProps } from '../admission/admission-rule';
import { shape as of } from '../types/shapes';

/** The properties of the structs about admission, each with its type. */
const MATCH = of<AdmissionMatchProps>('AdmissionMatchProps', {
  conditions: '?NamedExpression[]',
  name: '?string',
  namespaces: '?NamespaceSelection',
  operations: '?AdmissionOperation[]',
  requestedBy: '?Subject | IConstruct',
  resources: '?KubernetesResource[]',
  variables: '?NamedExpression[]',
});
of<AdmissionMutationProps>('AdmissionMutationProps', { ...MATCH, patches: 'AdmissionPatch[]' });
of<AdmissionRuleProps>('AdmissionRuleProps', { ...MATCH, actions: '?AdmissionAction[]', checks: 'AdmissionCheck[]' });
of<NamedExpression>('NamedExpression', { expression: 'string', name: 'string' });
