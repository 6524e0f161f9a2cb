import { ask, ANY_NAME, ANY_NAMESPACE, type Allowed } from './ask';
import { CAPABILITIES, INCLUDES_ALL, type Capability } from './capabilities';
import { questionsOf } from './relevant';
import type { Grant } from '../../decide/access';
import type { AccessIndex } from '../../decide/access/access-index';
import type { AccessBinding } from '../../decide/access/policy';
import type { Subject } from '../../manifests/model';
import type { Finding } from '../finding';
import { personOf, subjectLabel, type SubjectModel } from '../subject';

/**
 * Who may do what is dangerous, one finding a binding and capability. A default of Kubernetes that nobody
 * changed is trusted; whoever somebody binds to one is not.
 */
export function accessFindings(index: AccessIndex): Finding[] {
  const found = new Map<string, { capability: Capability; grant: Grant; who: Map<string, SubjectModel>; ways: Map<string, Allowed> }>();
  for (const subject of subjectsIn(index)) {
    const user = personOf(subject);
    for (const place of ['', ANY_NAMESPACE, ...index.namespacesOf(user)]) {
      const held = index.rulesFor(user, place);
      const possible = new Set(held.flatMap(({ rule: { rule } }) => questionsOf(rule)));
      for (const capability of possible.size === 0 ? [] : CAPABILITIES) {
        for (const way of capability.ways.filter(questions => questions.every(question => possible.has(question)))) {
          const answers = way.map(question => ask(index, user, question, place, held));
          if (answers.some(answer => answer.length === 0)) {
            continue;
          }
          for (const { request, grants } of answers.flat()) {
            for (const grant of grants.filter(each => isOurs(each.binding) && names(each.binding, subject))) {
              const key = JSON.stringify([capability.id, grant.binding.kind, grant.binding.namespace, grant.binding.name]);
              const entry = found.get(key) ?? { capability, grant, who: new Map<string, SubjectModel>(), ways: new Map<string, Allowed>() };
              entry.who.set(subjectLabel(subject), subject);
              entry.ways.set(JSON.stringify(request), { request, grants });
              found.set(key, entry);
            }
          }
        }
      }
    }
  }
  const everything = new Set([...found.values()].filter(({ capability }) => capability.id === INCLUDES_ALL).map(({ grant }) => grant.binding));
  return [...found.values()]
    .filter(({ capability, grant }) => capability.id === INCLUDES_ALL || !everything.has(grant.binding))
    .map(({ capability, grant, who, ways }) => finding(capability, grant, [...who.keys()].map(unplaced).sort(), [...ways.values()]));
}

function finding(capability: Capability, grant: Grant, who: readonly string[], ways: readonly Allowed[]): Finding {
  const { binding, role, rule } = grant;
  return {
    id: capability.id,
    severity: capability.severity,
    ...capability.cis === undefined ? {} : { controls: [`CIS ${capability.cis} (v1.8 to v2.1)`] },
    message: `${who.join(', ')} may ${capability.does}${placeOf(binding)}${through(ways)}: ${roleText(grant)}`,
    facts: [...who, ...requestFacts(ways)],
    object: bindingLabel(binding),
    ...binding.origin.construct === undefined ? {} : { construct: binding.origin.construct },
    ...binding.origin.source === undefined ? {} : { source: binding.origin.source },
    fix: `${capability.fix}, or acknowledge it with the reason`,
    constructs: [binding, role, rule].flatMap(({ origin }) => origin.construct ?? []),
  };
}

/** A service account of a binding without a namespace is one of wherever the binding is applied to. */
function unplaced(label: string): string {
  return label.replace(`${ANY_NAMESPACE}/`, '');
}

/** `RoleBinding shop/ops gives ClusterRole edit, which allows it by rules[3] of ClusterRole system:aggregate-to-edit`. */
export function grantText(grant: Grant): string {
  return `${bindingLabel(grant.binding)} gives ${roleText(grant)}`;
}

function roleText({ role, rule }: Grant): string {
  const from = rule.aggregatedFrom === undefined ? '' : ` of ClusterRole ${rule.aggregatedFrom}`;
  return `${role.kind} ${role.namespace === '' || role.namespace === ANY_NAMESPACE ? '' : `${role.namespace}/`}${role.name}, which allows it by rules[${rule.index}]${from}`;
}

export function bindingLabel({ kind, namespace, name }: AccessBinding): string {
  return `${kind} ${namespace === '' || namespace === ANY_NAMESPACE ? '' : `${namespace}/`}${name}`;
}

function placeOf({ kind, namespace }: AccessBinding): string {
  return kind === 'ClusterRoleBinding' ? ' in every namespace' : namespace === ANY_NAMESPACE ? ' in the namespace that it is applied to' : ` in ${namespace}`;
}

/** The shortest of the requests, for a reader: `(get secrets, list secrets)`. */
function through(ways: readonly Allowed[]): string {
  const general = ways.filter(({ request }) => request.name === '' || request.name === ANY_NAME);
  const texts = [...new Set((general.length > 0 ? general : ways).map(({ request }) => {
    const name = request.name === '' || request.name === ANY_NAME ? '' : ` ${JSON.stringify(request.name)}`;
    const path = request.subresource === '' ? request.resource : `${request.resource}/${request.subresource.replace(ANY_NAME, '*')}`;
    return `${request.verb} ${path}${name}`;
  }))];
  return ` (${texts.slice(0, MOST).join(', ')}${texts.length > MOST ? ` and ${texts.length - MOST} more` : ''})`;
}

const MOST = 4;

/**
 * Every request in full, but for its place, which is the binding's own: what another binding gives the same person does not
 * make this finding another one. A name tells nothing where any name is allowed.
 */
function requestFacts(ways: readonly Allowed[]): string[] {
  const facts = ways.map(({ request: { verb, apiGroup, resource, subresource, name } }) => {
    const path = [resource, subresource.replace(ANY_NAME, '*')].filter(part => part !== '').join('/');
    return { general: `${verb} ${apiGroup === '' ? path : `${path}.${apiGroup}`}`, name: name === ANY_NAME ? '' : name };
  });
  const anywhere = new Set(facts.filter(({ name }) => name === '').map(({ general }) => general));
  return [...new Set(facts.map(({ general, name }) => anywhere.has(general) ? general : `${general} ${JSON.stringify(name)}`))].sort();
}

/** What somebody wrote; the defaults of Kubernetes have no place of their own. */
function isOurs({ origin }: AccessBinding): boolean {
  return origin.defaultOf === undefined;
}

/** Every subject of a binding that counts. Default: of those that somebody wrote. */
export function subjectsIn({ policy }: AccessIndex, counts: (binding: AccessBinding) => boolean = isOurs): SubjectModel[] {
  const all = new Map<string, SubjectModel>();
  for (const binding of [...policy.clusterRoleBindings, ...policy.roleBindings].filter(counts)) {
    for (const subject of binding.subjects) {
      const model = complete(subject, binding);
      if (model) {
        all.set(subjectLabel(model), model);
      }
    }
  }
  return [...all].sort(([a], [b]) => a < b ? -1 : 1).map(([, subject]) => subject);
}

/** A service account without a namespace is one of the binding's own. */
export function complete({ kind, name, namespace }: Subject, binding: AccessBinding): SubjectModel | undefined {
  switch (kind) {
    case 'User':
    case 'Group': return { kind, name };
    case 'ServiceAccount': return { kind, name, namespace: namespace || binding.namespace };
    default: return undefined;
  }
}

export function names(binding: AccessBinding, subject: SubjectModel): boolean {
  const label = subjectLabel(subject);
  return binding.subjects.some(each => {
    const model = complete(each, binding);
    return model !== undefined && subjectLabel(model) === label;
  });
}
