import { RESOURCE_VERBS } from '../../decide/audit/alphabet';
import { closest } from '../../decide/resembles';
import { builtInResources, findResource } from '../../kubernetes/resources';
import type { AuditGroupResources, AuditPolicy, AuditPolicyRule } from '../../manifests/model';
import type { Finding } from '../finding';

type Said = Pick<Finding, 'id' | 'severity' | 'message' | 'fix' | 'field' | 'value'>;

/** Of requests for paths the verb is the method in small letters (RFC 9110 and 5789). */
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'connect', 'trace'];

/** Words of rules that no request has, so that what they say is lost: the API server checks none of them. */
export function idleWords({ rules }: AuditPolicy): Said[] {
  return rules.flatMap((rule, at) => [...verbs(rule), ...users(rule), ...resources(rule), ...places(rule)]
    .map(({ field, ...each }): Said => ({ id: 'audit-rule-word-idle', severity: 'medium', field: `rules[${at}].${field}`, ...each })));
}

type Idle = Pick<Finding, 'message' | 'fix'> & { readonly field: string; readonly value: string };

function verbs({ verbs: said = [] }: AuditPolicyRule): Idle[] {
  return said.flatMap((verb, at): Idle[] => RESOURCE_VERBS.includes(verb) || METHODS.includes(verb) ? [] : [{
    field: `verbs[${at}]`,
    value: JSON.stringify(verb),
    message: verb === '*' ? 'is a word like any other here, and no request has this verb' : 'no request has this verb',
    fix: verb === '*' ? 'leave verbs out: that is every verb' : suggestion(verb, [...RESOURCE_VERBS.filter(each => each !== ''), ...METHODS], 'use the verbs of requests, such as get, list, create, update'),
  }]);
}

function users({ users: said = [] }: AuditPolicyRule): Idle[] {
  return said.flatMap((user, at): Idle[] => user !== 'system:unsecured' ? [] : [{
    field: `users[${at}]`, value: JSON.stringify(user), message: 'the port without authentication went with Kubernetes 1.24, and this user with it', fix: 'take it out',
  }]);
}

const UNIVERSAL = ['', '*'];

/** Groups that the API server itself serves: of others nobody here knows the resources. */
function isBuiltIn(group: string): boolean {
  return builtInResources().some(each => each.group === group);
}

function resources({ resources: said = [] }: AuditPolicyRule): Idle[] {
  return said.flatMap(({ group = '', resources: names = [] }, entry) => names.flatMap((name, at): Idle[] => {
    const plural = name.split('/')[0]!;
    if (UNIVERSAL.includes(plural) || group === '*' || findResource(group, plural) || (!isBuiltIn(group) && plural === plural.toLowerCase())) return [];
    const elsewhere = builtInResources().filter(each => each.plural === plural).map(each => each.group);
    const known = builtInResources().filter(each => each.group === group);
    const kind = known.find(each => each.singular === plural.toLowerCase() || each.kind === plural);
    return [{
      field: `resources[${entry}].resources[${at}]`,
      value: JSON.stringify(name),
      message: `${isBuiltIn(group) ? `the ${group === '' ? 'core group' : `group ${group}`} has no such resource` : 'resources have names in small letters'}`,
      fix: kind ? `say ${kind.plural}` : elsewhere.length > 0 ? `say group: ${elsewhere.join(' or ')}` : suggestion(plural, known.map(each => each.plural), 'correct the group or the name'),
    }];
  }));
}

/** Conditions that exclude each other, one resource at a time. */
function places({ namespaces = [], verbs: said = [], resources: asked = [] }: AuditPolicyRule): Idle[] {
  return asked.flatMap((entry, index): Idle[] => {
    const inNamespaces = namespaces.length > 0 && !namespaces.includes('') && isClusterScoped(entry);
    const unnamed = said.length > 0 && said.every(verb => verb === 'create' || verb === 'deletecollection')
      && (entry.resourceNames ?? []).length > 0 && !entry.resourceNames!.includes('') && hasNoSubresource(entry);
    return [
      ...inNamespaces ? [{
        field: `resources[${index}]`,
        value: JSON.stringify(entry.resources),
        message: 'these resources are in no namespace, and the rule is about some namespaces',
        fix: 'put them into a rule without namespaces',
      }] : [],
      ...unnamed ? [{
        field: `resources[${index}].resourceNames`,
        value: JSON.stringify(entry.resourceNames),
        message: `a request of ${said.join(' or ')} names no object, so that none matches`,
        fix: 'leave resourceNames out',
      }] : [],
    ];
  });
}

/** A request for one Namespace has its name for a namespace. */
function isClusterScoped({ group = '', resources: names = [] }: AuditGroupResources): boolean {
  return names.length > 0 && names.every(name => {
    const plural = name.split('/')[0]!;
    return plural !== 'namespaces' && findResource(group, plural)?.namespaced === false;
  });
}

function hasNoSubresource({ resources: names = [] }: AuditGroupResources): boolean {
  return names.length > 0 && names.every(name => !name.includes('/') && name !== '*');
}

function suggestion(word: string, words: readonly string[], otherwise: string): string {
  const meant = closest(word, words);
  return meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : otherwise;
}
