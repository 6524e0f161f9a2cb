import * as fc from 'fast-check';
import { groupsOf, review } from './rbac-request';
import { GROUPS, NAMES, NAMESPACES, RESOURCES, SUBRESOURCES, URLS, VERBS } from './rbac-tokens';
import type { Review } from './reviews';
import type { JsonObject } from '../generate/json';

/**
 * Questions near what a world grants: somebody whom a binding names asks for what a rule of its role says, but for one
 * field now and then. Without them nearly every answer is no. A third are asked at random.
 */
export function reviewOf(world: readonly JsonObject[]): fc.Arbitrary<Review> {
  const grants = grantsOf(world);
  return grants.length === 0 ? review : fc.oneof({ weight: 1, arbitrary: review }, { weight: 2, arbitrary: fc.constantFrom(...grants).chain(aimed) });
}

interface Grant {
  readonly subject: JsonObject;
  readonly namespace?: string;
  readonly rule: JsonObject;
}

function grantsOf(world: readonly JsonObject[]): Grant[] {
  const meta = (one: JsonObject) => one.metadata as { readonly name: string; readonly namespace?: string };
  return world.filter(({ roleRef }) => roleRef !== undefined).flatMap(binding => {
    const { namespace } = meta(binding);
    const { kind, name } = binding.roleRef as JsonObject;
    const role = world.find(one => one.kind === kind && meta(one).name === name && (kind === 'ClusterRole' || meta(one).namespace === namespace));
    const rules = role?.rules as JsonObject[] | undefined ?? [];
    return (binding.subjects as JsonObject[]).flatMap(subject => rules.map(rule => ({ subject, rule, ...(namespace ? { namespace } : {}) })));
  });
}

function aimed({ subject, namespace, rule }: Grant): fc.Arbitrary<Review> {
  const who = fc.constantFrom(...identitiesOf(subject, namespace));
  if (rule.nonResourceURLs !== undefined) {
    const path = oneOf(rule.nonResourceURLs, URLS).map(url => url.replace(/\*+$/, ''));
    return fc.tuple(who, oneOf(rule.verbs, ['get']), mostly(path, URLS)).map(([one, verb, url]) => ({ ...one, nonResourceAttributes: { verb, path: url || '/' } }));
  }
  const namespaces = namespace === undefined ? ['', ...NAMESPACES] : [namespace];
  return fc.record({
    who,
    verb: mostly(oneOf(rule.verbs, VERBS), VERBS),
    group: mostly(oneOf(rule.apiGroups, GROUPS), GROUPS),
    resource: oneOf(rule.resources, RESOURCES).chain(text => fc.tuple(resourceOf(text), subresourceOf(text))),
    namespace: mostly(fc.constantFrom(...namespaces), ['', ...NAMESPACES]),
    name: oneOf(rule.resourceNames ?? [], ['', ...NAMES]),
  }).map(({ who: one, resource: [resource, subresource], ...rest }) => ({ ...one, resourceAttributes: { ...rest, resource, subresource } }));
}

/** Those whom the subject means, or nearly. */
function identitiesOf(subject: JsonObject, namespace: string | undefined): Array<Pick<Review, 'user' | 'groups'>> {
  const name = String(subject.name);
  switch (subject.kind) {
    case 'Group': return [{ user: 'jane', groups: [name] }, { user: '', groups: [name, 'team'] }];
    case 'ServiceAccount': {
      const user = `system:serviceaccount:${String(subject.namespace ?? namespace)}:${name}`;
      return [{ user, groups: groupsOf(user) }];
    }
    default: return [{ user: name, groups: groupsOf(name) }, { user: name, groups: [] }];
  }
}

const resourceOf = (text: string) => {
  const [resource] = text.split('/');
  return resource === '*' ? fc.constantFrom(...RESOURCES) : fc.constant(resource!);
};

const subresourceOf = (text: string) => {
  const [, subresource] = text.split('/');
  return subresource === undefined ? mostly(fc.constant(''), SUBRESOURCES) : subresource === '*' ? fc.constantFrom(...SUBRESOURCES) : fc.constant(subresource);
};

/** One of the words of a rule, or for `*` and for none any word. */
function oneOf(words: unknown, any: readonly string[]): fc.Arbitrary<string> {
  const list = (words as readonly string[]).flatMap(word => word === '*' ? any : [word]);
  return fc.constantFrom(...list.length > 0 ? list : any);
}

const mostly = (arbitrary: fc.Arbitrary<string>, others: readonly string[]) =>
  fc.oneof({ weight: 7, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(...others) });
