import type { UserInfo } from '../decide/access';
import { AUDIT_LEVELS, decideAudit, isLongRunning, loggedStages, LONG_SUBRESOURCES, type AuditAttributes, type AuditDecision } from '../decide/audit';
import { Alphabet, ANY, type ResourceWords, type Value } from '../decide/audit/alphabet';
import { bitsOf } from '../decide/audit/bits';
import { findWords } from '../decide/audit/search';
import type { AuditPolicy, AuditPolicyRule } from '../manifests/model';

/** Requests of which two policies log differently: those that one rule of each decides. */
export interface AuditChange {
  /**
   * Less that is logged is broadened: something may now happen unseen. Of what carries credentials, bodies in the log are
   * the broader: whoever reads it holds them. `changed`: only stages or managed fields differ.
   */
  readonly direction: 'broadened' | 'narrowed' | 'changed';
  readonly credentials: boolean;
  readonly witness: AuditAttributes;
  readonly before: AuditDecision;
  readonly after: AuditDecision;
}

/** Requests and responses that hold what somebody could log in with, or that other software takes for configuration. */
const CREDENTIALS: AuditPolicyRule = {
  level: 'None',
  resources: [
    { group: '', resources: ['secrets', 'configmaps', 'serviceaccounts/token'] }, { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
  ],
};

/** Nothing is logged without a policy. */
const NO_POLICY: AuditPolicy = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [] };

/**
 * The exact difference of two audit policies, a row for each pair of rules that decide the same requests and log them
 * differently, with one such request. Without rows every request is logged alike.
 *
 * @param minor the minor whose API server reads the later policy, such as 34 for 1.34
 */
export function compareAudit(before: AuditPolicy = NO_POLICY, after: AuditPolicy = NO_POLICY, minor: number): AuditChange[] {
  const rules = [...before.rules, ...after.rules, CREDENTIALS];
  const alphabet = new Alphabet(rules, minor);
  const credentials = rules.length - 1;
  const decidedBy = (policy: AuditPolicy, offset: number) => [...policy.rules.keys(), null].map(at => ({
    required: at === null ? [] : [offset + at], avoided: [...policy.rules.keys()].filter(each => at === null || each < at).map(each => offset + each),
  }));
  const found: AuditChange[] = [];
  for (const old of decidedBy(before, 0)) {
    for (const now of decidedBy(after, before.rules.length)) {
      for (const isCredential of [true, false]) {
        const required = [...old.required, ...now.required, ...isCredential ? [credentials] : []];
        const avoided = [...old.avoided, ...now.avoided, ...isCredential ? [] : [credentials]];
        for (const witness of requestsOf(alphabet, required, avoided)) {
          const change = changeOf(witness, isCredential, decideAudit(before, witness, minor), decideAudit(after, witness, minor));
          if (change) {
            found.push(change);
            break;
          }
        }
      }
    }
  }
  return found;
}

/**
 * A request that all of some rules take and none of others does: of resources and of paths one that is answered at once, and one that runs
 * long, by its verb, its subresource or its path.
 */
function requestsOf(alphabet: Alphabet, required: readonly number[], avoided: readonly number[]): AuditAttributes[] {
  const need = bitsOf(alphabet.rules.length, at => required.includes(at));
  const avoid = bitsOf(alphabet.rules.length, at => avoided.includes(at));
  const people = alphabet.people(required);
  const none = { apiGroup: '', resource: '', subresource: '', namespace: '', name: '', path: '' };
  // Which stages there are depends on whether somebody has logged in and on how long a request runs.
  const kinds = [people.filter(({ value }) => value !== null), people.filter(({ value }) => value === null)];
  return kinds.flatMap(senders => {
    const [verbs, longVerbs] = parted(alphabet.verbs, verb => isLongRunning({ ...NOTHING, verb }));
    const [resources, longResources] = parted(withLongSubresources(alphabet.resources), words => isLongRunning({ ...NOTHING, ...words }));
    const [paths, longPaths] = parted(alphabet.paths, path => isLongRunning({ ...NOTHING, resourceRequest: false, path }));
    const ofResources = ([[verbs, resources], [longVerbs, alphabet.resources], [verbs, longResources]] as const).flatMap(some => {
      const words = findWords([senders, ...some, alphabet.namespaces], need, avoid);
      const [user, verb, resource, namespace] = (words ?? []) as [UserInfo | null, string, ResourceWords, string];
      return words ? [{ ...none, user, verb, resourceRequest: true, ...resource, namespace }] : [];
    });
    const ofPaths = [paths, longPaths].flatMap(some => {
      const words = findWords([senders, alphabet.methods, some], need, avoid);
      const [user, verb, path] = (words ?? []) as [UserInfo | null, string, string];
      return words ? [{ ...none, user, verb, resourceRequest: false, path }] : [];
    });
    return [...ofResources, ...ofPaths];
  });
}

const NOTHING: AuditAttributes = {
  user: null, verb: '', resourceRequest: true, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', path: '',
};

function parted<T>(values: ReadonlyArray<Value<T>>, isLong: (value: T) => boolean): [Array<Value<T>>, Array<Value<T>>] {
  return [values.filter(({ value }) => !isLong(value)), values.filter(({ value }) => isLong(value))];
}

/** What no rule names may also be a subresource that runs long: the same rules take it. */
function withLongSubresources(resources: ReadonlyArray<Value<ResourceWords>>): Array<Value<ResourceWords>> {
  const named = new Set(resources.map(({ value }) => `${value.apiGroup} ${value.resource} ${value.subresource}`));
  return resources.flatMap(each => each.value.subresource !== ANY.subresource ? [each] : [each, ...[...LONG_SUBRESOURCES]
    .filter(subresource => !named.has(`${each.value.apiGroup} ${each.value.resource} ${subresource}`)).slice(0, 1)
    .map(subresource => ({ ...each, value: { ...each.value, subresource } }))]);
}

function changeOf(witness: AuditAttributes, credentials: boolean, before: AuditDecision, after: AuditDecision): AuditChange | undefined {
  const [old, now] = [before, after].map(decision => scoreOf(witness, credentials, decision));
  const direction = now! < old! ? 'broadened' : now! > old! ? 'narrowed' : 'changed';
  return direction !== 'changed' || outcomeOf(witness, before) !== outcomeOf(witness, after) ? { direction, credentials, witness, before, after } : undefined;
}

/** All that becomes of a request; what is not logged at any stage is not logged. */
function outcomeOf(witness: AuditAttributes, decision: AuditDecision): string {
  const stages = loggedStages(witness, decision);
  return stages.length === 0 ? 'None' : JSON.stringify([decision.level, stages, decision.level === 'Metadata' ? false : decision.omitManagedFields]);
}

/** The better a log serves, the greater: more is better, but of credentials the metadata alone. */
function scoreOf(witness: AuditAttributes, credentials: boolean, decision: AuditDecision): number {
  const level = loggedStages(witness, decision).length === 0 ? 'None' : decision.level;
  const order = credentials ? ['RequestResponse', 'Request', 'None', 'Metadata'] : AUDIT_LEVELS;
  return order.indexOf(level);
}
