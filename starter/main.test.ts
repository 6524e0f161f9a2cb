import 'cdk8s-bulwark/jest';
import { Subject } from 'cdk8s-bulwark';
import { prod } from './main';

// What the manifests mean, decided as Kubernetes decides it. No cluster is asked.

test('the team sees its pods and their logs, and no secret', () => {
  expect(prod).toAllow(Subject.group('team-shop'), 'get', 'pods/log', { namespace: 'shop' });
  expect(prod).not.toAllow(Subject.group('team-shop'), 'get', 'secrets', { namespace: 'shop' });
  expect(prod).not.toAllow(Subject.group('team-shop'), 'create', 'pods/exec', { namespace: 'shop' });
});

test('the database is reached by the web server and by nobody else', () => {
  expect(prod).toReach('shop/web', 'shop/orders-db', 5432);
  expect(prod).toBeIsolated('shop/orders-db', { from: [['shop/web', 5432]] });
  expect(prod).not.toReach('outside', 'shop/orders-db');
});

test('every change of a role is logged, and the content of a secret never is', () => {
  expect(prod).toAuditAtLeast('Metadata', { verb: 'update', resource: 'roles.rbac.authorization.k8s.io' });
  expect(prod).toNeverLogBody('secrets');
});
