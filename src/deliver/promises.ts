import { auditPredicateOf } from './audit-promises';
import { parseJson } from './cluster-index';
import { networkPredicate } from './network-promises';
import { isEmpty, isOptional, isTexts, mapOf, subjectOf } from './promise-fields';
import { isMap } from '../manifests/fields';
import { ProblemError, shown } from '../manifests/problem';
import { ACKNOWLEDGEABLE } from '../prove/acknowledge';
import type { AcknowledgementModel, GuaranteeModel, Predicate, PromisesModel } from '../prove/guarantee';

/**
 * What the index of a cluster says that its constructs promise. It is read strictly: a promise that is not
 * understood must not pass for one that nobody made. Throws a ProblemError.
 */
export function parsePromises(text: string, file: string): PromisesModel {
  const refuse = (message: string): never => {
    throw new ProblemError({
      id: 'index-unreadable',
      source: { file },
      message,
      fix: 'restore the file from version control, or run synth by the version of bulwark that wrote it',
    });
  };
  const index = mapOf(parseJson(text));
  const list = (name: string) => {
    const value = index[name];
    return Array.isArray(value) ? value as unknown[] : refuse(`has no list of ${name}`);
  };
  return {
    guarantees: list('guarantees').map(each => guaranteeOf(each) ?? refuse(`holds a guarantee that this program does not know: ${shown(each)}`)),
    acknowledgements: list('acknowledgements')
      .map(each => acknowledgementOf(each) ?? refuse(`holds an acknowledgement that this program does not know: ${shown(each)}`)),
    groups: groupsOf(index.groups) ?? refuse('does not map users to their groups'),
  };
}

function guaranteeOf(value: unknown): GuaranteeModel | undefined {
  const { construct, predicate, ...rest } = mapOf(value);
  const known = predicateOf(predicate);
  return typeof construct === 'string' && known && isEmpty(rest) ? { construct, predicate: known } : undefined;
}

function predicateOf(value: unknown): Predicate | undefined {
  const { kind } = mapOf(value);
  return kind === 'kubelet-certificates' ? certificatesPredicateOf(value)
    : typeof kind === 'string' && kind.startsWith('audit-') ? auditPredicateOf(value) : accessPredicateOf(value);
}

function certificatesPredicateOf(value: unknown): Predicate | undefined {
  const { lifetimeSeconds, serving, kind: _, ...rest } = mapOf(value);
  return typeof lifetimeSeconds === 'number' && Number.isInteger(lifetimeSeconds) && lifetimeSeconds > 0 && typeof serving === 'boolean' && isEmpty(rest)
    ? { kind: 'kubelet-certificates', lifetimeSeconds, serving } : undefined;
}

function accessPredicateOf(value: unknown): Predicate | undefined {
  const { kind, subjects, ...rest } = mapOf(value);
  if (subjects === undefined) {
    return networkPredicate(mapOf(value));
  }
  const who = Array.isArray(subjects) ? subjects.map(subjectOf) : [];
  if (who.length === 0 || !who.every(each => each !== undefined)) {
    return undefined;
  }
  if (kind === 'reads-only') {
    return isEmpty(rest) ? { kind, subjects: who } : undefined;
  }
  const { verbs, group, resource, namespace, ...more } = rest;
  return kind === 'cannot' && isTexts(verbs) && verbs.length > 0 && typeof group === 'string' && typeof resource === 'string' && isOptional(namespace) && isEmpty(more)
    ? { kind, subjects: who, verbs, group, resource, ...namespace === undefined ? {} : { namespace } } : undefined;
}

function acknowledgementOf(value: unknown): AcknowledgementModel | undefined {
  const { construct, ids, reason, expires, ...rest } = mapOf(value);
  return typeof construct === 'string' && isTexts(ids) && ids.every(id => ACKNOWLEDGEABLE.has(id)) && typeof reason === 'string' && isOptional(expires)
    && (expires === undefined || /^\d{4}-\d\d-\d\d$/.test(expires)) && isEmpty(rest)
    ? { construct, ids, reason, ...expires === undefined ? {} : { expires } } : undefined;
}

function groupsOf(value: unknown = {}): Record<string, readonly string[]> | undefined {
  const entries = Object.entries(mapOf(value));
  return isMap(value) && entries.every(([, groups]) => isTexts(groups))
    ? Object.fromEntries(entries) as Record<string, readonly string[]> : undefined;
}
