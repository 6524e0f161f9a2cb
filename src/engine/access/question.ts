import { full, type ResourceType, type ResourceTypes } from './resource-types';
import type { AccessAttributes } from '../../decide/access';
import { attributesOf } from '../../decide/access/request';
import { closest } from '../../decide/resembles';
import { findAuthorizable, isAskedInNamespaces, isKeyed } from '../../kubernetes';
import { ProblemError } from '../../manifests/problem';

/** A question as people type it. */
export interface Question {
  readonly verb: string;
  /** `TYPE`, `TYPE/NAME`, `TYPE.GROUP`, `TYPE.VERSION.GROUP`, or a path that starts with `/`. */
  readonly target: string;
  /** The empty text says that what follows a slash is a name. */
  readonly subresource?: string;
  /** A namespace; `''` means all of them, which is the cluster scope. Default: `default`, for what is namespaced. */
  readonly namespace?: string;
}

/** What was understood. */
export interface Understood {
  readonly attributes: AccessAttributes;
  readonly type?: ResourceType;
  /** What may not be as it was meant, a sentence each. */
  readonly warnings: readonly string[];
  /** The other thing that the words can mean, where they can mean two. */
  readonly otherwise?: AccessAttributes;
}

const URL_VERBS = ['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*'];
const DEFAULT_NAMESPACE = 'default';

/**
 * The request that a question is about. Throws a ProblemError when nobody defines the resource or
 * subresource: an answer about a slip of the pen would be a wrong one.
 */
export function understand(question: Question, types: ResourceTypes): Understood {
  const { verb, target } = question;
  if (verb === '' || target === '') {
    throw new ProblemError({ id: 'usage', message: 'a verb and a resource are needed, and neither may be empty', fix: 'ask as in: can get pods/web -n shop --as jane' });
  }
  return target.startsWith('/') ? understandUrl(question) : understandResource(question, types);
}

function understandUrl({ verb, target, subresource, namespace }: Question): Understood {
  if (subresource !== undefined && subresource !== '') {
    throw new ProblemError({ id: 'usage', field: '--subresource', message: 'a path has no subresources', fix: 'leave it out' });
  }
  // The authorizer sees the path alone (apiserver/pkg/endpoints/request/requestinfo.go, `req.URL.Path`).
  const path = /^[^?#]*/.exec(target)![0];
  refuseResourcePath(verb, path);
  return {
    attributes: { verb, resourceRequest: false, apiGroup: '', resource: '', subresource: '', name: '', namespace: '', path },
    warnings: [
      ...path === target ? [] : [`what follows the path plays no part; it was asked about ${path}`],
      ...URL_VERBS.includes(verb) ? [] : [`${quoted(verb)} is no verb of paths, which are methods in lower case${hint(verb, URL_VERBS)}`],
      ...namespace ? ['a path has no namespace, so -n plays no part'] : [],
    ],
  };
}

/** A request for such a path is one for a resource: what rules say of paths never lets it through. */
function refuseResourcePath(verb: string, path: string): void {
  const method = Object.entries(METHOD_VERBS).find(([, each]) => each === verb)?.[0] ?? verb.toUpperCase();
  const { resourceRequest, ...asked } = attributesOf({ method, url: path });
  if (resourceRequest) {
    const { apiGroup, resource, subresource, name, namespace } = asked;
    const words = [
      asked.verb || verb, `${resource}${apiGroup === '' ? '' : `.${apiGroup}`}${name === '' ? '' : `/${name}`}`,
      ...subresource === '' ? [] : [`--subresource ${subresource}`], ...namespace === '' ? [] : [`-n ${namespace}`],
    ];
    throw new ProblemError({
      id: 'usage', value: JSON.stringify(path), message: 'is the path of a resource, which rules about paths say nothing of', fix: `ask: ${words.join(' ')}`,
    });
  }
}

const METHOD_VERBS: Readonly<Record<string, string>> = { GET: 'get', PUT: 'put', POST: 'post', HEAD: 'head', DELETE: 'delete', PATCH: 'patch' };

function understandResource(question: Question, types: ResourceTypes): Understood {
  const { verb } = question;
  const slash = question.target.indexOf('/');
  const word = slash < 0 ? question.target : question.target.slice(0, slash);
  const after = slash < 0 ? '' : question.target.slice(slash + 1);
  const type = types.find(word);
  const { group, plural } = type;
  refuseSlashes(type, after);
  // kubectl takes what follows a slash for a name, and people mean the subresource that rules name so (kubernetes#108706).
  const isBoth = question.subresource === undefined && after !== '' && isSubresource(type, after);
  const subresource = isBoth ? after : question.subresource ?? '';
  const name = isBoth ? '' : after;
  refuseUnknownSubresource(type, subresource);
  const unplaced = { verb, resourceRequest: true, apiGroup: group, resource: plural, subresource, name, namespace: '', path: '' };
  const attributes = placed(unplaced, type, question);
  return {
    attributes,
    type,
    warnings: [...verbWarnings(verb, type, subresource), ...scopeWarnings(question, type, attributes), ...namesakeWarnings(word, type, types)],
    ...isBoth ? { otherwise: placed({ ...attributes, subresource: '', name: after, namespace: '' }, type, question) } : {},
  };
}

/** The name of an object is one segment of a path; what stores no objects, such as signers, has names with a slash. */
function refuseSlashes(type: ResourceType, after: string): void {
  const slash = after.indexOf('/');
  if (slash >= 0 && !isVirtual(type)) {
    throw new ProblemError({
      id: 'usage',
      value: JSON.stringify(`${full(type)}/${after}`),
      message: 'no object has a name with a slash',
      fix: `for a subresource ask about ${full(type)}/${after.slice(0, slash)} with --subresource ${after.slice(slash + 1)}`,
    });
  }
}

function isVirtual({ group, plural }: ResourceType): boolean {
  return plural === '*' || isKeyed(group, plural) || findAuthorizable(group, plural)?.virtual === true;
}

/**
 * The namespace that requests for a type carry: for one Namespace it is that one (requestinfo.go). Of what lives in
 * none, only what is asked beside a request may carry one (`isAskedInNamespaces`).
 */
function placed(attributes: AccessAttributes, { namespaced, group, plural }: ResourceType, question: Question): AccessAttributes {
  const { namespace } = question;
  if (namespaced !== false) {
    return { ...attributes, namespace: namespace ?? DEFAULT_NAMESPACE };
  }
  const own = group === '' && plural === 'namespaces' ? attributes.name : '';
  return { ...attributes, namespace: isAskedInNamespaces(group, plural, attributes.verb) ? namespace ?? own : own };
}

function isSubresource({ group, plural, subresources }: ResourceType, name: string): boolean {
  // Of a resource that nobody here defines, these two are what a definition can add.
  return (subresources ?? ['status', 'scale']).includes(name) || findAuthorizable(group, `${plural}/${name}`) !== undefined;
}

function refuseUnknownSubresource(type: ResourceType, subresource: string): void {
  const { subresources } = type;
  if (subresource === '' || subresource === '*' || subresources === undefined || isSubresource(type, subresource)) {
    return;
  }
  const near = closest(subresource, subresources);
  throw new ProblemError({
    id: 'resource-unknown',
    field: '--subresource',
    value: JSON.stringify(subresource),
    message: `${full(type)} have no such subresource`,
    fix: near.length > 0 ? `did you mean ${near.join(' or ')}?` : subresources.length > 0 ? `they have ${subresources.join(', ')}` : 'leave it out',
  });
}

function verbWarnings(verb: string, type: ResourceType, subresource: string): string[] {
  const path = subresource === '' ? type.plural : `${type.plural}/${subresource}`;
  const verbs = subresource === '' ? type.verbs : findAuthorizable(type.group, path)?.verbs;
  return verb === '*' || verbs === undefined || verbs.includes(verb) ? []
    : [`no request for ${path} has the verb ${quoted(verb)}${hint(verb, verbs) || `; those that have are ${verbs.join(', ')}`}`];
}

function scopeWarnings({ verb, namespace }: Question, type: ResourceType, { name, namespace: carried }: AccessAttributes): string[] {
  if (type.plural === '*' && type.group === '') {
    return ['* means the core group here, as with kubectl; *.* asks about every group'];
  }
  if (type.namespaced === undefined) {
    const place = carried === '' ? 'in the cluster scope' : `in the namespace ${carried}`;
    return type.plural === '*' ? []
      : [`whether ${full(type)} live in namespaces is not known, as no CustomResourceDefinition among the manifests says so; it was asked ${place}`];
  }
  if (type.namespaced === false && isAskedInNamespaces(type.group, type.plural, verb)) {
    return namespace ? [] : [`${verb} of ${full(type)} can also be asked in a namespace, such as for a RoleBinding there: say -n`];
  }
  return type.namespaced || !namespace || namespace === carried ? []
    : [`${full(type)} live in no namespace, so -n ${namespace} plays no part${name !== '' && carried !== '' ? `; the request carries the namespace ${carried}` : ''}`];
}

function namesakeWarnings(word: string, type: ResourceType, types: ResourceTypes): string[] {
  const others = word.includes('.') || type.plural === '*' ? [] : types.namesakes(type);
  return others.length === 0 ? [] : [`it was asked of ${type.group === '' ? 'the core group' : type.group}; ${others.map(group => full({ ...type, group })).join(' and ')} ${others.length === 1 ? 'is a resource of its own' : 'are resources of their own'}`];
}

function hint(word: string, words: readonly string[]): string {
  const near = closest(METHODS[word.toLowerCase()] ?? word, words, 2);
  return near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
}

/** What people who think in HTTP mean. */
const METHODS: Readonly<Record<string, string | undefined>> = { post: 'create', put: 'update', head: 'get', read: 'get', write: 'update', edit: 'update', remove: 'delete' };

function quoted(text: string): string {
  return JSON.stringify(text);
}
