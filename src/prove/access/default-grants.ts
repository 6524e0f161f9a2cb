import type { Grant } from '../../decide/access';
import { roleOf, SYSTEM_MASTERS } from '../../decide/access';
import { policyOf } from '../../decide/access/build';
import { uncovered } from '../../decide/access/covers';
import type { AccessBinding, AccessPolicy } from '../../decide/access/policy';
import type { PolicyRule } from '../../manifests/model';
import type { SubjectModel } from '../subject';

/** Groups whose members are trusted with everything, or with what runs on their machine. */
const TRUSTED_GROUPS: ReadonlySet<string> = new Set([SYSTEM_MASTERS, 'system:nodes']);

/**
 * What Kubernetes itself grants to its own identities. A cluster may write its default objects down again, as an export
 * does; what goes beyond the defaults in them is somebody's own.
 */
export class DefaultGrants {
  private readonly policy: AccessPolicy;
  private readonly bindings: ReadonlyMap<string, AccessBinding>;
  private readonly trusted = new Map<PolicyRule, boolean>();

  constructor(minor: number) {
    this.policy = policyOf([], { defaultsOf: minor });
    this.bindings = new Map([...this.policy.clusterRoleBindings, ...this.policy.roleBindings].map(binding => [keyOf(binding), binding]));
  }

  /** Whether a grant to a subject is one of the defaults, or to somebody who is trusted whatever is granted. */
  public isTrusted({ binding, rule }: Grant, subject: SubjectModel): boolean {
    if (this.isTrustedSubject(subject)) {
      return true;
    }
    const byDefault = this.bindings.get(keyOf(binding));
    return byDefault !== undefined && byDefault.roleRef.kind === binding.roleRef.kind && byDefault.roleRef.name === binding.roleRef.name
      && byDefault.subjects.some(each => each.kind === subject.kind && each.name === subject.name && (each.namespace ?? '') === (subject.namespace ?? ''))
      && this.isDefault(rule.rule, byDefault);
  }

  /** Whether somebody is trusted whatever is granted. */
  public isTrustedSubject({ kind, name }: SubjectModel): boolean {
    return kind === 'Group' && TRUSTED_GROUPS.has(name);
  }

  private isDefault(rule: PolicyRule, binding: AccessBinding): boolean {
    let known = this.trusted.get(rule);
    if (known === undefined) {
      known = uncovered((roleOf(this.policy, binding)?.rules ?? []).map(each => each.rule), [rule]).length === 0;
      this.trusted.set(rule, known);
    }
    return known;
  }
}

function keyOf({ kind, namespace, name }: AccessBinding): string {
  return `${kind} ${namespace}/${name}`;
}
