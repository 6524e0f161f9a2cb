import { counted } from '../manifests/counted';
import { promiseText } from '../prove/audit/guarantees';
import type { FlowModel, Predicate } from '../prove/guarantee';
import { podsText } from '../prove/network/around';
import { subjectLabel, type SubjectModel } from '../prove/subject';

/** A promise in one sentence without its subject. */
export function promiseWords(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'reads-only': return `${subjects(predicate.subjects)} can change nothing, anywhere in the cluster`;
    case 'cannot': {
      const where = predicate.namespace === undefined ? '' : ` in ${predicate.namespace}`;
      return `${subjects(predicate.subjects)} cannot ${predicate.verbs.join(', ')} ${predicate.resource}${predicate.group === '' ? '' : ` of ${predicate.group}`}${where}`;
    }
    case 'only-traffic': return `only declared traffic goes in and out of ${podsText(predicate.pods)}${sides(predicate)}`;
    case 'no-way-around': {
      const but = predicate.operators.length === 0 ? '' : ` but ${predicate.operators.map(subjectLabel).join(', ')}`;
      return `nobody${but} goes around the network to ${podsText(predicate.pods)} by the Kubernetes API`;
    }
    case 'kubelet-certificates':
      return `kubelets renew their certificates, which live no longer than ${lifetimeWords(predicate.lifetimeSeconds)}${predicate.serving ? '; serving certificates are signed, approved and verified' : ''}`;
    default: return promiseText(predicate);
  }
}

/** `30 days`, `3600 seconds`. */
export function lifetimeWords(seconds: number): string {
  return seconds % 86_400 === 0 ? counted(seconds / 86_400, 'day') : counted(seconds, 'second');
}

function subjects(models: readonly SubjectModel[]): string {
  return models.map(subjectLabel).join(', ');
}

function sides({ ingress, egress }: { readonly ingress?: readonly FlowModel[]; readonly egress?: readonly FlowModel[] }): string {
  const count = (flows: readonly FlowModel[] | undefined, word: string) => flows === undefined ? [] : [`${flows.length === 0 ? 'nothing' : flows.length} ${word}`];
  const all = [...count(ingress, 'in'), ...count(egress, 'out')];
  return all.length === 0 ? '' : ` (${all.join(', ')})`;
}
