import { linesOf } from './lines';
import { authorize, whoCan, type AccessRequest, type Grant } from '../../src/decide/access';
import { AccessIndex } from '../../src/decide/access/access-index';
import { policyOf } from '../../src/decide/access/build';
import { uncovered } from '../../src/decide/access/covers';
import { mayWriteBinding, mayWriteRole, type Escalation } from '../../src/decide/access/escalation';
import type { AccessPolicy } from '../../src/decide/access/policy';
import type { PolicyRule, RoleRef, Subject } from '../../src/manifests/model';

// Answers of the RBAC authorizer, the subject locator, the rule comparison and the escalation checks of Kubernetes 1.36.

type Objects = ReadonlyArray<Record<string, unknown>>;

interface RecordedPolicy {
  readonly roles: Objects;
  readonly clusterRoles: Objects;
  readonly roleBindings: Objects;
  readonly clusterRoleBindings: Objects;
}

function policyFrom({ roles, clusterRoles, roleBindings, clusterRoleBindings }: RecordedPolicy): AccessPolicy {
  const typed = (kind: string, objects: Objects) => objects.map(object => ({ object: { apiVersion: 'rbac.authorization.k8s.io/v1', kind, ...object } }));
  return policyOf([
    ...typed('Role', roles), ...typed('ClusterRole', clusterRoles), ...typed('RoleBinding', roleBindings), ...typed('ClusterRoleBinding', clusterRoleBindings),
  ]);
}

interface AccessLine {
  readonly id: string;
  readonly policy: RecordedPolicy;
  readonly authorize: ReadonlyArray<{ readonly request: AccessRequest; readonly expected: 'allow' | 'deny'; readonly reason: string }>;
  readonly whoCan: ReadonlyArray<{ readonly request: AccessRequest; readonly allowedSubjects: readonly Subject[] }>;
}

const MASTERS: Subject = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:masters' };

describe('the authorizer of Kubernetes and we', () => {
  const lines = linesOf<AccessLine>('access.jsonl.gz').map(line => ({ ...line, read: policyFrom(line.policy) }));

  test('allow the same requests, and the reason that it gives is among ours', () => {
    let decisions = 0;
    const disagreements = lines.flatMap(({ id, read, authorize: cases }) => {
      const index = new AccessIndex(read);
      return cases.flatMap(({ request, expected, reason }, at) => {
        decisions += 1;
        const { decision, because } = authorize(read, request);
        const answer = decision === 'allow' ? 'allow' : 'deny';
        const reasons = because.map(reasonOf);
        const agrees = answer === expected && index.allows(request) === (expected === 'allow') && (expected === 'deny' || reasons.includes(reason));
        return agrees ? [] : [`${id}[${at}]: ours ${answer} ${reasons.join('; ')}, theirs ${expected} ${reason}`];
      });
    });
    expect(disagreements).toEqual([]);
    expect(decisions).toBe(6400);
  });

  test('name the same subjects, in the same order', () => {
    let questions = 0;
    const disagreements = lines.flatMap(({ id, read, whoCan: cases }) => {
      const index = new AccessIndex(read);
      return cases.flatMap(({ request, allowedSubjects }, at) => {
        questions += 1;
        const ours = [MASTERS, ...whoCan(read, request).flatMap(({ binding }) => binding.subjects)];
        const indexed = [MASTERS, ...index.whoCan(request).flatMap(({ binding }) => binding.subjects)];
        return sameSubjects(ours, allowedSubjects) && sameSubjects(indexed, allowedSubjects) ? [] : [`${id}[${at}]`];
      });
    });
    expect(disagreements).toEqual([]);
    expect(questions).toBe(1600);
  });
});

function reasonOf({ binding, subjects, role }: Grant): string {
  const [subject] = subjects;
  const name = binding.kind === 'RoleBinding' ? `${binding.name}/${binding.namespace}` : binding.name;
  const account = subject!.kind === 'ServiceAccount' ? `${subject!.name}/${subject!.namespace ?? binding.namespace}` : subject!.name;
  return `RBAC: allowed by ${binding.kind} "${name}" of ${role.kind} "${role.name}" to ${subject!.kind} "${account}"`;
}

function sameSubjects(ours: readonly Subject[], theirs: readonly Subject[]): boolean {
  const text = (subjects: readonly Subject[]) => JSON.stringify(subjects.map(({ kind, name, namespace = '', apiGroup = '' }) => [kind, name, namespace, apiGroup]));
  return text(ours) === text(theirs);
}

test('Kubernetes and we find the same rules covered, and the same ones missing', () => {
  interface Line {
    readonly id: string;
    readonly ownerRules: readonly PolicyRule[];
    readonly servantRules: readonly PolicyRule[];
    readonly expectedCovered: boolean;
    readonly expectedUncovered: readonly PolicyRule[];
  }
  const lines = linesOf<Line>('access-covers.jsonl.gz');
  expect(lines.length).toBe(2500);
  expect(lines.filter(({ ownerRules, servantRules, expectedCovered, expectedUncovered }) => {
    const missing = uncovered(ownerRules, servantRules);
    return expectedCovered !== (missing.length === 0) || rulesText(missing) !== rulesText(expectedUncovered);
  }).map(({ id }) => id)).toEqual([]);
});

test('Kubernetes and we let the same people write the same roles and bindings, for the same reason, and miss the same rules', () => {
  interface Case {
    readonly user: AccessRequest['user'];
    readonly operation: string;
    readonly namespace: string;
    readonly name?: string;
    readonly rules?: readonly PolicyRule[];
    readonly roleRef?: RoleRef;
    readonly expectedAllowed: boolean;
    readonly via: string;
    readonly missing?: readonly PolicyRule[];
  }
  const lines = linesOf<{ readonly id: string; readonly policy: RecordedPolicy; readonly cases: readonly Case[] }>('access-escalation.jsonl.gz');
  let operations = 0;
  const disagreements = lines.flatMap(({ id, policy, cases }) => {
    const read = policyFrom(policy);
    return cases.flatMap(({ user, operation, namespace, name = '', rules = [], roleRef, expectedAllowed, via, missing = [] }, at) => {
      operations += 1;
      const ours = roleRef ? mayWriteBinding(read, user, { namespace, roleRef })
        : mayWriteRole(read, user, { kind: operation.endsWith('clusterrole') ? 'ClusterRole' : 'Role', namespace, name, rules });
      const agrees = ours.allowed === expectedAllowed && viaOf(ours, roleRef) === via
        && rulesText(ours.allowed ? [] : ours.missing) === rulesText(missing);
      return agrees ? [] : [`${id}[${at}] ${operation}: ours ${JSON.stringify(ours)}, theirs ${via}`];
    });
  });
  expect(disagreements).toEqual([]);
  expect(operations).toBe(2400);
});

function viaOf(escalation: Escalation, roleRef: RoleRef | undefined): string {
  return escalation.allowed ? escalation.via : escalation.reason === 'role-not-found' ? `error: ${roleRef!.kind.toLowerCase()} not found` : '';
}

function rulesText(rules: readonly PolicyRule[]): string {
  return JSON.stringify(rules.map(rule => [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]));
}
