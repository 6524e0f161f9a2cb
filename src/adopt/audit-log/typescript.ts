import type { NeededAccess, NeededRole } from './least-privilege';
import { KubernetesResource } from '../../constructs/access/kubernetes-resource';
import { Verb } from '../../constructs/access/verb';
import { serviceAccountOf } from '../../decide/access/users';
import type { PolicyRule } from '../../manifests/model';

/** The same roles as a TypeScript module: a function that makes them in a Cluster or a chart. */
export function accessTypescript(needed: readonly NeededAccess[]): string {
  const used = new Set(['AccessRole', 'Subject', 'Verb']);
  const body = needed.flatMap(each => each.roles.flatMap(role => roleLines(each, role, used)));
  return [
    `import { ${[...used].sort().join(', ')} } from 'cdk8s-bulwark';`,
    "import type { Construct } from 'constructs';",
    '',
    '/** The access that an audit log showed in use, and no more. */',
    'export function observedAccess(scope: Construct): void {',
    ...body,
    '}',
    '',
  ].join('\n');
}

/** Two dashes stand in no name of a role, so that no two users and namespaces come to one id. */
function roleLines({ user, roleName }: NeededAccess, { namespace, rules }: NeededRole, used: Set<string>): string[] {
  const kind = namespace === '' ? 'clusterrole' : 'role';
  const account = serviceAccountOf(user.name);
  const subject = account ? `Subject.serviceAccount(${text(account.namespace)}, ${text(account.name)})`
    : `Subject.${user.name.startsWith('system:') ? 'systemUser' : 'user'}(${text(user.name)})`;
  return [
    `  new AccessRole(scope, ${text(`${roleName}${namespace === '' ? '' : `--${namespace}`}`)}, {`,
    `    ${namespace === '' ? 'clusterWide: true' : `namespace: ${text(namespace)}`},`,
    `    name: ${text(roleName)},`,
    `    bindingName: ${text(`${kind}-${roleName}`)},`,
    `    subjects: [${subject}],`,
    '    rules: [',
    ...rules.flatMap(rule => ruleLines(rule, used)),
    '    ],',
    '  });',
  ];
}

function ruleLines({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule, used: Set<string>): string[] {
  if (resources.length > 0) {
    used.add('KubernetesResource');
  }
  const parts = [
    `verbs: [${verbs.map(verbText).join(', ')}]`,
    ...resources.length > 0 ? [`resources: [${apiGroups.flatMap(group => resources.map(resource => resourceText(group, resource))).join(', ')}]`] : [],
    ...resourceNames.length > 0 ? [`names: [${resourceNames.map(text).join(', ')}]`] : [],
    ...nonResourceURLs.length > 0 ? [`nonResourceUrls: [${nonResourceURLs.map(text).join(', ')}]`] : [],
  ];
  const line = `      { ${parts.join(', ')} },`;
  return line.length <= 120 ? [line] : ['      {', ...parts.map(part => `        ${part},`), '      },'];
}

function verbText(verb: string): string {
  const constant = constants(Verb).find(([, each]) => each.name === verb);
  return constant ? `Verb.${constant[0]}` : `Verb.custom(${text(verb)})`;
}

function resourceText(group: string, path: string): string {
  const constant = constants(KubernetesResource).find(([, each]) => each.group === group && each.resource === path);
  if (constant) {
    return `KubernetesResource.${constant[0]}`;
  }
  const [resource, ...rest] = path.split('/');
  return group === 'authentication.k8s.io' && resource === 'userextras' ? `KubernetesResource.userExtra(${text(rest.join('/'))})`
    : `KubernetesResource.custom({ group: ${text(group)}, resource: ${text(resource!)}${rest.length > 0 ? `, subresource: ${text(rest.join('/'))}` : ''} })`;
}

/** The constants of a class, by name. */
function constants<T>(of: { readonly prototype: T }): Array<[string, T]> {
  return Object.entries(of).filter(([name, value]) => /^[A-Z][A-Z0-9_]*$/.test(name) && value instanceof (of as unknown as new () => object)) as Array<[string, T]>;
}

/** A text as TypeScript has it. Names come from a log, where anybody may have put them. */
function text(value: string): string {
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replace(/[\u007f-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}
