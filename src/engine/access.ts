import { foreignRoles } from './access/foreign';
import { understand, type Question, type Understood } from './access/question';
import { ResourceTypes } from './access/resource-types';
import { unmentioned, type Named } from './access/unmentioned';
import type { ClusterInput } from './cluster-input';
import { renderers } from './renderers';
import {
  answerOf, bindingsFor, isOpen, matchingSubjects, roleOf, ruleAllows, type Access as Via, type AccessAttributes, type AccessDecision,
  type AccessRequest, type UserInfo,
} from '../decide/access';
import { AccessIndex } from '../decide/access/access-index';
import type { AccessAnswer, HeldIn } from '../decide/access/answer';
import { policyOf } from '../decide/access/build';
import { mayWriteBinding, mayWriteRole, type BindingWrite, type Escalation, type RoleWrite } from '../decide/access/escalation';
import { nearMisses } from '../decide/access/near-misses';
import type { AccessBinding } from '../decide/access/policy';
import { userWithImpliedGroups } from '../decide/access/users';
import { bootstrapPolicy, isSupportedMinor, SUPPORTED_MINORS } from '../kubernetes';
import { place, ProblemError } from '../manifests/problem';

/** How a cluster is asked. */
export interface AccessOptions {
  /** Whether the default roles and bindings of the minor take part. Default: true. */
  readonly bootstrap?: boolean;
}

/**
 * Who may do what in one cluster. Reads the objects once; then a decision costs microseconds. Throws a
 * ProblemError for objects that no decision can rest on: those that cannot be decoded, and two of one
 * identity that differ.
 */
export function accessOf(input: ClusterInput, options: AccessOptions = {}): ClusterAccess {
  return new ClusterAccess(input, options);
}

/** See `accessOf`. */
export class ClusterAccess {
  public readonly index: AccessIndex;
  /** What takes part and cannot be seen: objects that others render into more objects. */
  public readonly assumptions: readonly string[];
  private types?: ResourceTypes;

  constructor(private readonly input: ClusterInput, { bootstrap = true }: AccessOptions) {
    if (!isSupportedMinor(input.minor)) {
      throw new ProblemError({
        id: 'target-unsupported', message: `Kubernetes 1.${input.minor} is not supported`, fix: `use one of ${SUPPORTED_MINORS.map(minor => `1.${minor}`).join(', ')}`,
      });
    }
    this.index = new AccessIndex(policyOf(input.objects, bootstrap ? { defaultsOf: input.minor } : {}));
    this.assumptions = [...renderers(input), ...foreignRoles(input.objects)];
  }

  public get cluster(): string | undefined {
    return this.input.cluster;
  }

  public get minor(): number {
    return this.input.minor;
  }

  /** RBAC's own decision on a request, with all that it rests on. Groups count as they stand. */
  public decide(request: AccessRequest): AccessDecision {
    return this.index.decide(request);
  }

  /** The request that words of the command line mean. Throws a ProblemError for a resource that nobody defines. */
  public understand(question: Question): Understood {
    this.types ??= new ResourceTypes(this.minor, this.input.objects);
    return understand(question, this.types);
  }

  /**
   * Answers a question about a user, to whom Kubernetes' own groups are added. Throws a ProblemError where the
   * words can mean two things whose answers differ.
   */
  public can(question: Question, user: UserInfo): AccessAnswer {
    const { attributes, warnings, otherwise } = this.understand(question);
    const request = { ...attributes, user: userWithImpliedGroups(user.name, user.groups) };
    const answer = this.answer(request, warnings);
    if (!otherwise) {
      return answer;
    }
    const { answer: other } = this.answer({ ...otherwise, user: request.user });
    const [path, name] = [`${attributes.resource}/${attributes.subresource}`, otherwise.name];
    if (other !== answer.answer) {
      throw new ProblemError({
        id: 'usage',
        value: JSON.stringify(question.target),
        message: `means the subresource ${name} (${answer.answer}), or one of ${attributes.resource} that is called ${name}, as kubectl reads it (${other})`,
        fix: `say --subresource ${name} with ${attributes.resource}, or --subresource '' with ${question.target} for the name`,
      });
    }
    const understood = `${path} was understood as the subresource, for which kubectl wants --subresource ${name}; `
      + `one of ${attributes.resource} called ${name} has the same answer`;
    return { ...answer, warnings: [understood, ...answer.warnings] };
  }

  /** The same of a request in the authorizer's terms. */
  public answer(request: AccessRequest, warnings: readonly string[] = []): AccessAnswer {
    const decision = this.index.decide(request);
    const answer = answerOf(decision);
    return {
      ...decision,
      answer,
      request,
      nearMisses: answer === 'yes' ? [] : nearMisses(this.index, request),
      warnings: [...warnings, ...this.warningsOn(request, answer)],
    };
  }

  /** Every binding that allows a request, in one namespace or, for what is namespaced, wherever it stands. */
  public whoCan(attributes: AccessAttributes, options: { readonly anywhere?: boolean } = {}): Via[] {
    return options.anywhere ? this.index.whoCanAnywhere(attributes) : this.index.whoCan(attributes);
  }

  /**
   * Every rule that a user holds: first what is held everywhere, then what some namespaces add.
   *
   * @param namespaces which ones. Default: all in which a RoleBinding names the user
   */
  public list(user: UserInfo, namespaces: readonly string[] = this.index.namespacesOf(user)): HeldIn[] {
    const everywhere = this.index.rulesFor(user, '');
    const own = namespaces.filter(namespace => namespace !== '')
      .map(namespace => ({ namespace, rules: this.index.rulesFor(user, namespace).filter(({ binding }) => binding.namespace === namespace) }));
    return [{ namespace: '', rules: everywhere }, ...own].filter(({ rules }) => rules.length > 0);
  }

  /**
   * What a list cannot hold, a sentence each: bindings to roles that are not among the objects, or not whole, and
   * those that leave their namespace to whoever applies them.
   *
   * @param user whose bindings. Default: everybody's
   * @param namespace beside those of the cluster. Default: every namespace
   */
  public unresolved(user?: UserInfo, namespace?: string): string[] {
    const { policy } = this.index;
    const takesPart = (binding: AccessBinding) => binding.kind === 'ClusterRoleBinding' || namespace === undefined || binding.namespace === namespace || isOpen(binding);
    const isHeld = (binding: AccessBinding) => user === undefined || matchingSubjects({ ...binding, namespace: binding.namespace || namespace || '' }, user).length > 0;
    return [...policy.clusterRoleBindings, ...policy.roleBindings].filter(binding => takesPart(binding) && isHeld(binding)).flatMap(binding => {
      const { kind, namespace: own, name, roleRef, origin } = binding;
      const role = roleOf(policy, binding);
      const open = isOpen(binding) && namespace !== '' ? ', in whichever namespace it is applied to: its manifest names none' : '';
      const lack = !role ? ', which is not among the manifests' : role.lacksParts ? ', which gathers roles that are not among the manifests' : open;
      const where = origin.source ? ` (${place(origin.source)})` : '';
      return lack === '' ? [] : [`${kind} ${own === '' ? '' : `${own}/`}${name}${where} gives ${roleRef.kind} ${roleRef.name}${lack}`];
    });
  }

  /**
   * What beside RBAC can allow a request: the Node authorizer, which lets each kubelet do what its node and pods need,
   * within the rules of the role system:node (plugin/pkg/auth/authorizer/node). A sentence, or nothing.
   */
  public byNodes(attributes: AccessAttributes): string[] {
    const rules = bootstrapPolicy(this.minor)?.clusterRoles.find(({ metadata }) => metadata.name === 'system:node')?.rules ?? [];
    return rules.some(rule => ruleAllows(rule, attributes)) ? ['kubelets ask the Node authorizer, which allows this for what runs on their node'] : [];
  }

  /**
   * Bindings that allow a request only about objects of some names, where it names none: a sentence each.
   * They are no answer to the question, and whoever asks it will want to know.
   */
  public byNameOnly(attributes: AccessAttributes, options: { readonly anywhere?: boolean } = {}): string[] {
    if (!attributes.resourceRequest || attributes.name !== '') {
      return [];
    }
    const { policy } = this.index;
    const general = new Set(this.whoCan(attributes, options).map(({ binding }) => binding));
    const bindings = options.anywhere ? [...policy.clusterRoleBindings, ...policy.roleBindings] : bindingsFor(policy, attributes.namespace);
    return bindings.filter(binding => !general.has(binding) && binding.subjects.length > 0).flatMap(binding => {
      const rules = roleOf(policy, binding)?.rules ?? [];
      const names = new Set(rules.flatMap(({ rule }) => (rule.resourceNames ?? []).filter(name => ruleAllows(rule, { ...attributes, name }))));
      const label = `${binding.kind} ${binding.namespace === '' ? '' : `${binding.namespace}/`}${binding.name}`;
      const who = binding.subjects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
      return names.size === 0 ? [] : [`by name only: ${label} lets ${who} ${attributes.verb} ${[...names].sort().join(', ')}`];
    });
  }

  /** What a question names and nothing among the objects mentions, a sentence each: a slip of the pen, most of the time. */
  public unmentioned(named: Named): string[] {
    return unmentioned(named, this.input.objects, this.index.policy);
  }

  /** Whether a user may store a role, once it may create or update it at all. */
  public mayWriteRole(user: UserInfo, role: RoleWrite): Escalation {
    return mayWriteRole(this.index.policy, user, role);
  }

  /** Whether a user may store a binding, once it may create or update it at all. */
  public mayWriteBinding(user: UserInfo, binding: BindingWrite): Escalation {
    return mayWriteBinding(this.index.policy, user, binding);
  }

  private warningsOn(request: AccessRequest, answer: AccessAnswer['answer']): string[] {
    const { verb, apiGroup, resource, subresource, name, resourceRequest } = request;
    if (!resourceRequest) {
      return [];
    }
    const streams = apiGroup === '' && resource === 'pods' && ['exec', 'attach', 'portforward'].includes(subresource);
    const allows = (other: Partial<AccessAttributes>) => this.index.allows({ ...request, ...other });
    return [
      ...streams && verb === 'create' && answer !== 'yes' && this.minor < 35 && allows({ verb: 'get' })
        ? [`up to Kubernetes 1.34 get is enough for ${subresource}, over a WebSocket, and get is allowed`] : [],
      ...streams && verb === 'get' && answer === 'yes' && this.minor >= 35 && !allows({ verb: 'create' })
        ? [`from Kubernetes 1.35 on ${subresource} needs create as well, which is not allowed`] : [],
      ...verb === 'create' && name !== '' && subresource === '' && answer === 'yes' && !allows({ name: '' })
        ? ['a create by POST carries no name and is refused; a server-side apply, which carries one, is allowed'] : [],
      ...verb === 'create' && name === '' && answer !== 'yes' && this.namedCreate(request)
        ? ['a rule that names objects allows to create those by a server-side apply, which carries the name; a create by POST carries none'] : [],
    ];
  }

  private namedCreate(request: AccessRequest): boolean {
    const names = this.index.rulesFor(request.user, request.namespace).flatMap(({ rule }) => rule.rule.resourceNames ?? []);
    return names.some(name => this.index.allows({ ...request, name }));
  }
}
