import { full, type ResourceType, type ResourceTypes } from './resource-types';
import type { AccessAttributes } from '../../decide/access';
import { closest } from '../../decide/resembles';
import { findAuthorizable } from '../../kubernetes';
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
  return {
    attributes: { verb, resourceRequest: false, apiGroup: '', resource: '', subresource: '', name: '', namespace: '', path: target },
    warnings: [
      ...URL_VERBS.includes(verb) ? [] : [`${quoted(verb)} is no verb of paths, which are methods in lower case${hint(verb, URL_VERBS)}`],
      ...namespace ? ['a path has no namespace, so -n plays no part'] : [],
    ],
  };
}

function understandResource(question: Question, types: ResourceTypes): Understood {
  const { verb } = question;
  const slash = question.target.indexOf('/');
  const word = slash < 0 ? question.target : question.target.slice(0, slash);
  const after = slash < 0 ? '' : question.target.slice(slash + 1);
  const type = types.find(word);
  const { group, plural } = type;
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

/** The namespace that requests for a type carry: for one Namespace it is that one (requestinfo.go). */
function placed(attributes: AccessAttributes, { namespaced, group, plural }: ResourceType, question: Question): AccessAttributes {
  const { namespace = DEFAULT_NAMESPACE } = question;
  const own = group === '' && plural === 'namespaces' ? attributes.name : '';
  return { ...attributes, namespace: namespaced === false ? own : namespace };
}

function isSubresource({ group, plural, subresources = [] }: ResourceType, name: string): boolean {
  return subresources.includes(name) || findAuthorizable(group, `${plural}/${name}`) !== undefined;
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

function scopeWarnings({ namespace }: Question, type: ResourceType, { name, namespace: carried }: AccessAttributes): string[] {
  if (type.plural === '*' && type.group === '') {
    return ['* means the core group here, as with kubectl; *.* asks about every group'];
  }
  if (type.namespaced === undefined) {
    const place = carried === '' ? 'in the cluster scope' : `in the namespace ${carried}`;
    return type.plural === '*' ? []
      : [`whether ${full(type)} live in namespaces is not known, as no CustomResourceDefinition among the manifests says so; it was asked ${place}`];
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
