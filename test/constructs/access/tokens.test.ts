import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { only, problemOf, small, type Json } from '../support';
import { KubernetesResource as R, PodSecurityLevel, ReadOnlyRole, type SecuredNamespaceProps } from 'cdk8s-bulwark';

const HARDENED: SecuredNamespaceProps = { defaultDeny: false };
const LOOSE: SecuredNamespaceProps = { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false };

function raw(scope: Construct, spec: Json): ApiObject {
  return new ApiObject(scope, 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { serviceAccountName: 'robot', containers: [{ name: 'main', image: 'x' }], ...spec } },
    },
  });
}

function account(scope: Construct, fields: Json): ApiObject {
  return new ApiObject(scope, 'robot', { apiVersion: 'v1', kind: 'ServiceAccount', ...fields });
}

/** Grants something to a workload, which is rendered before or after the binding that names it. */
function grant(props: SecuredNamespaceProps, make: (scope: Construct) => Construct, first: 'workload' | 'role' = 'workload'): unknown {
  const { prod, shop } = small('1.34', props);
  const roleFirst = new ReadOnlyRole(shop, 'early', { resources: [R.PODS] });
  expect(roleFirst.bindings).toEqual([]);
  const subjects: Construct[] = [];
  if (first === 'workload') subjects.push(make(shop));
  const role = () => new ReadOnlyRole(shop, 'reader', { resources: [R.PODS], subjects });
  if (first === 'role') {
    // The list is read at synth, as a component's that hands itself to a role is.
    subjects.push(shop);
    role();
    make(shop);
  } else {
    role();
  }
  return only(prod, 'RoleBinding').subjects;
}

const ROBOT = [{ kind: 'ServiceAccount', name: 'robot', namespace: 'shop' }];
const PROJECTED = { volumes: [{ name: 'token', projected: { sources: [{ configMap: { name: 'ca' } }, { serviceAccountToken: { path: 'token' } }] } }] };

test.each<[string, SecuredNamespaceProps, (scope: Construct) => Construct]>([
  ['the pod says so', HARDENED, scope => raw(scope, { automountServiceAccountToken: true })],
  ['nobody says anything', LOOSE, scope => raw(scope, {})],
  ['the account leaves it open', LOOSE, scope => (account(scope, {}), raw(scope, {}))],
  ['the pod says so and the account does not', LOOSE, scope => (account(scope, { automountServiceAccountToken: false }), raw(scope, { automountServiceAccountToken: true }))],
  ['an account of the same name elsewhere says no', LOOSE, scope => (account(scope, { metadata: { namespace: 'bank' }, automountServiceAccountToken: false }), raw(scope, {}))],
  ['a volume projects one', HARDENED, scope => raw(scope, { automountServiceAccountToken: false, ...PROJECTED })],
  ['cdk8s-plus is told so', HARDENED, scope => new kplus.Deployment(scope, 'web', {
    containers: [{ image: 'x' }], automountServiceAccountToken: true, serviceAccount: kplus.ServiceAccount.fromServiceAccountName(scope, 'account', 'robot'),
  })],
  ['the account itself is named, whoever uses it', HARDENED, scope => account(scope, { automountServiceAccountToken: false })],
])('pods have a token when %s', (_, props, make) => {
  expect(grant(props, make)).toEqual(ROBOT);
});

test.each<[string, SecuredNamespaceProps, (scope: Construct) => Construct, string]>([
  ['the pod says no', LOOSE, scope => raw(scope, { automountServiceAccountToken: false }), 'spec.template.spec.automountServiceAccountToken is false'],
  ['the namespace hardens it', HARDENED, scope => raw(scope, {}), 'its SecuredNamespace fills'],
  ['the account says no', LOOSE, scope => (account(scope, { automountServiceAccountToken: false }), raw(scope, {})), 'the ServiceAccount robot says'],
  ['cdk8s-plus sets its default', LOOSE, scope => new kplus.Deployment(scope, 'web', {
    containers: [{ image: 'x' }], serviceAccount: kplus.ServiceAccount.fromServiceAccountName(scope, 'account', 'robot'),
  }), 'as cdk8s-plus sets it by default'],
])('a grant to a workload without a token is refused: %s', (_, props, make, why) => {
  for (const first of ['workload', 'role'] as const) {
    expect(problemOf(() => grant(props, make, first))).toMatchObject({
      id: 'subject-tokenless', construct: 'prod/shop/reader', field: 'subjects[0]', message: expect.stringContaining(why), fix: expect.stringContaining('automountServiceAccountToken: true'),
    });
  }
});
