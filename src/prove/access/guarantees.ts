import { ask, ANY_NAMESPACE, type Allowed } from './ask';
import type { Question } from './capabilities';
import { changesOf } from './changes';
import { bindingLabel, grantText } from './findings';
import { apiGroupMatches, roleOf, ruleAllows, SYSTEM_MASTERS, type AccessAttributes, type Grant, type UserInfo } from '../../decide/access';
import type { AccessIndex } from '../../decide/access/access-index';
import type { AccessBinding, AccessPolicy } from '../../decide/access/policy';
import type { PolicyRule } from '../../manifests/model';
import type { Finding } from '../finding';
import type { Cannot, GuaranteeModel, ReadsOnly } from '../guarantee';
import { personOf, subjectLabel, type DeclaredGroups, type SubjectModel } from '../subject';

/**
 * What keeps a guarantee about access from holding: for each subject and binding a request that it lets
 * through, or a reason why nobody can tell. The empty list is a proof.
 */
export function proveAccess(
  index: AccessIndex, { construct, predicate }: GuaranteeModel & { readonly predicate: ReadsOnly | Cannot }, declared: DeclaredGroups,
): Finding[] {
  return predicate.subjects.flatMap(subject => {
    const user = personOf(subject, declared);
    const promise = predicate.kind === 'reads-only' ? 'can only read' : `cannot ${predicate.verbs.join(', ')} ${predicate.resource}`;
    const context = { construct, subject, user, promise };
    return user.groups.includes(SYSTEM_MASTERS)
      ? [broken(context, `${SYSTEM_MASTERS} may do everything, and nothing takes that away`, [])]
      : [...doubts(index, context), ...predicate.kind === 'reads-only' ? changes(index, context) : forbidden(index, context, predicate)];
  });
}

interface Context {
  readonly construct: string;
  readonly subject: SubjectModel;
  readonly user: UserInfo;
  readonly promise: string;
}

/** Every binding that gives the user something that is more than a read, with one request each. */
function changes(index: AccessIndex, context: Context): Finding[] {
  return bindingsOf(index, context.user).flatMap(binding => {
    for (const { rule } of roleOf(index.policy, binding)?.rules ?? []) {
      for (const request of changesOf(rule, binding)) {
        const grant = grantBy(index.policy, request, binding);
        if (grant) {
          return [broken(context, `may ${requestText(request)}: ${grantText(grant)}`, constructsOf(grant))];
        }
      }
    }
    return [];
  });
}

/** One witness a binding that lets through what must not be. */
function forbidden(index: AccessIndex, context: Context, predicate: Cannot): Finding[] {
  const { user } = context;
  const { verbs, group, resource, namespace } = predicate;
  const places = namespace !== undefined ? [namespace]
    : ['', ANY_NAMESPACE, ...index.namespacesOf(user)];
  const seen = new Set<AccessBinding>();
  const isWide = [...verbs, group, resource].some(each => each.startsWith('*'));
  const asked = (place: string): Allowed[] => isWide
    ? index.rulesFor(user, place).flatMap(held => seen.has(held.binding) ? []
      : meantOf(predicate, held.rule.rule).flatMap(question => ask(index, user, question, place, [held])))
    : verbs.flatMap(verb => ask(index, user, { verb, group, resource }, place));
  return places.flatMap(place => asked(place).flatMap(({ request, grants }) => grants.flatMap(grant => {
    if (seen.has(grant.binding)) {
      return [];
    }
    seen.add(grant.binding);
    return [broken(context, `may ${requestText(request)}: ${grantText(grant)}`, constructsOf(grant))];
  })));
}

/**
 * The requests that a promise with `*` forbids, as far as a rule may allow any. To the authorizer a `*` in a request is a name
 * like others, which only a rule with `*` allows; a promise means by it every name, of which those of the rule are enough.
 */
function meantOf({ verbs, group, resource }: Cannot, rule: PolicyRule): Question[] {
  const groups = group === '*' ? rule.apiGroups ?? [] : apiGroupMatches(rule, group) ? [group] : [];
  const resources = resource === '*' ? rule.resources ?? []
    : resource.startsWith('*/') ? [resource, ...(rule.resources ?? []).filter(each => each.endsWith(resource.slice(1)) && each !== resource)]
      : [resource];
  return verbs.flatMap(verb => verb === '*' ? rule.verbs : [verb])
    .flatMap(verb => groups.flatMap(each => resources.map(path => ({ verb, group: each, resource: path }))));
}

/** What could give the user more than can be seen. */
function doubts(index: AccessIndex, context: Context): Finding[] {
  const { user } = context;
  const node = user.groups.includes('system:nodes') && user.name.startsWith('system:node:')
    ? [unproved(context, 'the Node authorizer decides what a kubelet may do, by the pods that run on its node', [])] : [];
  return [...node, ...bindingsOf(index, user).flatMap(binding => {
    const role = roleOf(index.policy, binding);
    const constructs = binding.origin.construct === undefined ? [] : [binding.origin.construct];
    return role === undefined
      ? [unproved(context, `${bindingLabel(binding)} gives ${binding.roleRef.kind} ${binding.roleRef.name}, which is not among the manifests`, constructs)]
      : role.lacksParts
        ? [unproved(context, `${bindingLabel(binding)} gives ClusterRole ${role.name}, which gathers roles that are not among the manifests`, constructs)]
        : [];
  })];
}

/** Every binding that counts for a user somewhere. */
function bindingsOf(index: AccessIndex, user: UserInfo): AccessBinding[] {
  const cluster = index.bindingsOf(user, '');
  return [...cluster, ...index.namespacesOf(user).flatMap(namespace => index.bindingsOf(user, namespace).slice(cluster.length))];
}

/** The rule by which one binding allows a request, were it the only one. */
function grantBy(policy: AccessPolicy, request: AccessAttributes, binding: AccessBinding): Grant | undefined {
  const role = roleOf(policy, binding);
  const counts = binding.kind === 'ClusterRoleBinding' || (binding.namespace !== '' && binding.namespace === request.namespace);
  const rule = counts ? role?.rules.find(each => ruleAllows(each.rule, request)) : undefined;
  return role && rule ? { binding, subjects: binding.subjects, role, rule } : undefined;
}

function broken({ construct, subject, promise }: Context, witness: string, constructs: readonly string[]): Finding {
  return {
    id: 'guarantee-broken',
    severity: 'high',
    construct,
    message: `promises that ${subjectLabel(subject)} ${promise}, but it ${witness}`,
    fix: 'take the permission away, or acknowledge it with the reason',
    constructs: [construct, ...constructs],
  };
}

function unproved({ construct, subject, promise }: Context, reason: string, constructs: readonly string[]): Finding {
  return {
    id: 'guarantee-not-provable',
    severity: 'medium',
    construct,
    message: `promises that ${subjectLabel(subject)} ${promise}, which cannot be proved: ${reason}`,
    fix: 'add what is missing to the manifests, or acknowledge it with the reason',
    constructs: [construct, ...constructs],
  };
}

function constructsOf({ binding, role, rule }: Grant): string[] {
  return [binding, role, rule].flatMap(({ origin }) => origin.construct ?? []);
}

/** `delete pods in shop`, `get pods/exec "web" in any namespace`. */
export function requestText({ verb, resourceRequest, apiGroup, resource, subresource, name, namespace, path }: AccessAttributes): string {
  if (!resourceRequest) {
    return `${verb} ${path}`;
  }
  const what = `${resource}${subresource === '' ? '' : `/${subresource}`}${apiGroup === '' ? '' : ` of ${apiGroup}`}`;
  const which = name === '' || name.startsWith('bulwark-any-') ? '' : ` ${JSON.stringify(name)}`;
  const where = namespace === '' ? '' : namespace === ANY_NAMESPACE ? ' in any namespace' : ` in ${namespace}`;
  return `${verb} ${what}${which}${where}`;
}
