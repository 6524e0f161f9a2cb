import { apiServerFileProblems } from './apiserver-files';
import { type HostProblem } from './host-problem';
import { isMap } from '../fields';
import { parsed } from './nested';
import { fixFor, validateAuditPolicy } from '../validate';

/** What is wrong with a document in a file of a tool that the API server will read: an audit policy, or one of its configuration files. */
export function embeddedProblems(document: unknown, minor: number): HostProblem[] {
  if (!isMap(document)) {
    return [];
  }
  const group = String(document.apiVersion).split('/')[0];
  if (group === 'audit.k8s.io' && document.kind === 'Policy') {
    return validateAuditPolicy(document, { kubernetesMinor: minor })
      .map(error => ({ field: error.field, value: error.value, message: error.detail, fix: fixFor(error) }));
  }
  return group === 'apiserver.config.k8s.io' ? apiServerFileProblems(document, minor) : [];
}

/** The same of a text. */
export function embeddedTextProblems(text: unknown, minor: number): HostProblem[] {
  return typeof text === 'string' && /apiVersion/.test(text) ? embeddedProblems(parsed(text), minor) : [];
}
