import { userOf, type Who } from './allow';
import { modelOf, receivedCluster } from './received';
import { AUDIT_LEVELS } from '../decide/audit';
import { AuditQuestions, type AuditWitness, type SomeOptions } from '../decide/audit/questions';
import type { AuditRequests } from '../decide/audit/requests';
import { understand } from '../engine/access/question';
import { ResourceTypes } from '../engine/access/resource-types';
import { auditOfModel } from '../engine/audit/view';
import type { AuditLevel, AuditPolicy } from '../manifests/model';
import { decodeAuditPolicy, isAuditPolicy } from '../prove/audit/read';
import { auditRequestText } from '../prove/audit/words';
import { problemsOfAuditPolicy } from '../prove/validity';

/** Requests as a test means them. */
export interface AuditQuestion {
  /** As `kubectl auth can-i` takes it: `secrets`, `deployments.apps`, `/metrics`. */
  readonly resource: string;
  /** Default: every verb. */
  readonly verb?: string;
  readonly subresource?: string;
  /** Default: every namespace, and none. */
  readonly namespace?: string;
  /** Default: every name, and none. */
  readonly name?: string;
  /** A user by name, a Subject, or the workload or account that one stands for. Default: everyone, failed logins among them. */
  readonly user?: Who;
  /** Groups of the user, beside those that Kubernetes and the app add. */
  readonly groups?: readonly string[];
  /** Logins that fail alone. */
  readonly failedLogin?: boolean;
}

/** What is expected of every request that is meant. */
export interface AuditExpectation {
  readonly level: AuditLevel;
  readonly is: 'at' | 'at least' | 'at most';
}

/** Whether what is expected holds of every request that is meant, or with `none` of not one of them. */
export function auditVerdict(
  received: unknown, matcher: string, question: AuditQuestion, { level, is }: AuditExpectation, none: boolean,
): { readonly holds: boolean; readonly explanation: string } {
  if (!AUDIT_LEVELS.includes(level)) {
    throw new Error(`${matcher} knows no level ${JSON.stringify(level)}; there are ${AUDIT_LEVELS.join(', ')}`);
  }
  const { policy, minor, groups, types } = policyOf(received, matcher);
  const within = requestsOf(question, types, matcher, is === 'at most');
  const rank = (each: AuditLevel) => AUDIT_LEVELS.indexOf(each);
  const fits = (found: AuditLevel) => is === 'at' ? found === level : is === 'at least' ? rank(found) >= rank(level) : rank(found) <= rank(level);
  const questions = new AuditQuestions(policy, minor);
  // A body may be logged at whatever stage is left.
  const witness = is === 'at most' && !none ? questions.above(level, within)
    : questions.some(found => fits(found) === none, within, peopleOf(question, groups, matcher));
  return { holds: witness === undefined, explanation: witness ? sentence(witness) : `every request that is meant is logged ${is} ${level}` };
}

interface ReceivedPolicy {
  readonly policy: AuditPolicy;
  readonly minor: number;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly types: ResourceTypes;
}

function policyOf(received: unknown, matcher: string): ReceivedPolicy {
  const { minor, objects, groups } = receivedCluster(received, matcher);
  const model = typeof received === 'string' ? undefined : modelOf(received);
  const found = model ? auditOfModel(model) : {
    policies: objects.filter(({ object }) => isAuditPolicy(object) && problemsOfAuditPolicy(object, minor).length === 0)
      .map(({ object }) => ({ policy: decodeAuditPolicy(object) })),
    doubt: undefined,
  };
  const [only, ...others] = found.policies;
  if (!only || others.length > 0) {
    throw new Error(`${matcher} wants a cluster with one audit policy; this one has ${only ? found.policies.length : 'none'}${found.doubt === undefined ? '' : ` (${found.doubt})`}`);
  }
  return { policy: only.policy, minor, groups, types: new ResourceTypes(minor, objects) };
}

function requestsOf(
  { resource, verb, subresource, namespace, name }: AuditQuestion, types: ResourceTypes, matcher: string, whole: boolean,
): AuditRequests {
  if (typeof resource !== 'string' || resource === '') {
    throw new Error(`${matcher} wants a resource, such as 'secrets', 'deployments.apps' or '/metrics'`);
  }
  const wild = Object.entries({ verb, namespace, name }).find(([, value]) => value?.includes('*'));
  if (wild || (/[*]/.test(resource) && !(whole && /^\*\.[^*]+$/.test(resource)) && !resource.startsWith('/'))) {
    const [field, value] = wild ?? ['resource', resource];
    const fix = field === 'resource' ? 'leave the star out and name each resource' : 'leave it out for every one';
    throw new Error(`${matcher} asks what cannot be meant: ${field} ${JSON.stringify(value)}; ${fix}`);
  }
  const target = name === undefined ? resource : `${resource}/${name}`;
  const { attributes, warnings, otherwise } = understand({ verb: verb ?? 'get', target, subresource, namespace: namespace ?? '' }, types);
  if ((warnings.length > 0 && verb !== undefined) || (otherwise && name !== undefined)) {
    throw new Error(`${matcher} asks what cannot be meant: ${[...warnings, ...otherwise ? [`${target} may be a subresource; say subresource`] : []].join('; ')}`);
  }
  const verbs = verb === undefined ? {} : { verbs: [verb] };
  if (!attributes.resourceRequest) {
    return { ...verbs, nonResourceURLs: [attributes.path] };
  }
  const plural = attributes.subresource === '' ? attributes.resource : `${attributes.resource}/${attributes.subresource}`;
  const all = attributes.resource === '*';
  const resources = whole && attributes.subresource === '' ? `${plural}/*` : plural;
  return {
    ...verbs,
    resources: [{
      group: attributes.apiGroup, ...all ? {} : { resources: [resources] }, ...name === undefined ? {} : { resourceNames: [attributes.name] },
    }],
    ...namespace === undefined ? {} : { namespaces: [attributes.namespace] },
  };
}

function peopleOf({ user, groups, failedLogin }: AuditQuestion, declared: Readonly<Record<string, readonly string[]>>, matcher: string): SomeOptions {
  if (typeof user === 'string' && /^$|[*]/.test(user)) {
    throw new Error(`${matcher} asks what cannot be meant: user ${JSON.stringify(user)}; leave it out for everyone`);
  }
  if (failedLogin && (user !== undefined || groups !== undefined)) {
    throw new Error(`${matcher} asks what cannot be meant: a login that fails has no user and no groups`);
  }
  if (user === undefined && groups !== undefined) {
    throw new Error(`${matcher} asks what cannot be meant: groups belong to a user`);
  }
  return failedLogin ? { person: null } : user === undefined ? {} : { person: userOf(user, declared, groups) };
}

function sentence({ request, decision: { level, rule, omitStages } }: AuditWitness): string {
  const omitted = omitStages.length === 0 ? '' : `, without ${omitStages.join(' and ')}`;
  return `${auditRequestText(request)}\n  is logged at ${level}${omitted}, ${rule === null ? 'since no rule takes it' : `by rules[${rule}]`}`;
}
