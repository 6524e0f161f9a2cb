import { AccessIndex } from '../../../src/decide/access/access-index';
import { policyOf, type PolicyObject } from '../../../src/decide/access/build';
import { danglingAccess } from '../../../src/prove/access/dangling';
import { placed } from '../../../src/prove/access/placed';
import { account, aggregated, clusterRole, clusterRoleBinding, group, role, roleBinding, user } from '../../decide/access/support';

const source = { file: 'a.yaml', line: 3 };
const rule = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const serviceAccount = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'ci', namespace: 'shop' } };

function found(...objects: Array<Record<string, unknown>>): string[] {
  const all = objects.map((object): PolicyObject => ({ object, source, construct: 'prod/x' }));
  const findings = danglingAccess(new AccessIndex(placed(policyOf(all, { defaultsOf: 34 }))), all);
  for (const finding of findings) {
    expect(finding).toMatchObject({ source, construct: 'prod/x', constructs: ['prod/x'] });
  }
  return findings.map(({ id, object }) => `${id} ${object}`);
}

test.each<[law: string, objects: Array<Record<string, unknown>>, expected: string[]]>([
  ['a Role that is not there', [roleBinding('shop', 'b', 'Role/gone', user('jane'))], ['access-role-missing RoleBinding shop/b']],
  ['a Role of another namespace', [role('bank', 'r', rule), roleBinding('shop', 'b', 'Role/r', user('jane'))], ['access-role-missing RoleBinding shop/b']],
  ['a ClusterRole that is not there', [clusterRoleBinding('b', 'ClusterRole/gone', group('ops'))], ['access-role-missing ClusterRoleBinding b']],
  ['a default role', [roleBinding('shop', 'b', 'ClusterRole/view', user('jane'))], []],
  ['a binding of nobody', [roleBinding('shop', 'b', 'Role/gone')], []],
  ['a service account that nobody makes, in a namespace that is there', [namespace, roleBinding('shop', 'b', 'ClusterRole/view', account('ci', 'shop'))],
    ['access-subject-missing RoleBinding shop/b']],
  ['a service account that is there', [namespace, serviceAccount, roleBinding('shop', 'b', 'ClusterRole/view', account('ci', 'shop'))], []],
  ['the service account default, which every namespace has', [namespace, roleBinding('shop', 'b', 'ClusterRole/view', account('default', 'shop'))], []],
  ['a service account of a namespace that is elsewhere', [namespace, roleBinding('shop', 'b', 'ClusterRole/view', account('ci', 'ci'))], []],
  ['rules on an aggregated role', [aggregated('all', [{ matchLabels: { x: 'y' } }], {}, rule), clusterRole('part', rule)], ['access-rules-overwritten ClusterRole all']],
  ['an aggregated role without rules', [aggregated('all', [{ matchLabels: { x: 'y' } }])], []],
])('%s', (_, objects, expected) => {
  expect(found(...objects)).toEqual(expected);
});
