import 'cdk8s-bulwark/jest';
import { AccessRole, AuditBaseline, Cluster, ClusterTarget, KubernetesResource, PolicyApp, SecuredNamespace, Subject, Verb } from 'cdk8s-bulwark';
import { accessOf, checkApp, collectApps, decodeAccessInput } from 'cdk8s-bulwark/engine';
import * as kplus from 'cdk8s-plus-33';
import { BROKER_CONTROLS, MessageBroker, findingsOf } from '../src';

const KEPT = Subject.group('team-shop');

function shopWith(readers: Subject[], verb = Verb.GET) {
  const app = new PolicyApp({ name: 'shop' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });
  new AuditBaseline(prod, 'audit');
  const shop = new SecuredNamespace(prod, 'shop');
  const run = (name: string, port: number) => new kplus.Deployment(shop, name, { containers: [{ image: `${name}:1`, portNumber: port }] });
  const rabbit = run('rabbit', 5672);
  const broker = new MessageBroker(shop, 'broker', {
    pods: rabbit,
    clients: [run('orders', 8080), run('mail', 8080)],
    credentials: 'rabbit-admin',
    operators: [Subject.group('on-call')],
    kept: [KEPT],
    namespace: 'shop',
  });
  run('web', 8080);
  if (readers.length > 0) {
    new AccessRole(shop, 'readers', { rules: [{ verbs: [verb], resources: [KubernetesResource.SECRETS] }], subjects: readers });
  }
  return { app, prod, broker };
}

function accessTo(app: PolicyApp) {
  return accessOf(decodeAccessInput(Buffer.from(app.synthYaml()), 'shop', { kubernetesMinor: 34 }));
}

test('clients reach the broker, and nobody else does', () => {
  const { prod } = shopWith([]);
  expect(prod).toReach('shop/orders', 'shop/rabbit', 5672);
  expect(prod).toReach('shop/mail', 'shop/rabbit', 5672);
  expect(prod).not.toReach('shop/web', 'shop/rabbit');
  expect(prod).not.toReach('outside', 'shop/rabbit');
});

test('its promises are proved over the whole cluster, and broken by a role that stands elsewhere', async () => {
  const verdicts = async (readers: Subject[]) => {
    const [registered] = await collectApps(async () => shopWith(readers).app.synth());
    return checkApp(registered!, 'nowhere').verdicts.filter(({ guarantee }) => guarantee.construct === 'prod/shop/broker')
      .map(({ guarantee, verdict }) => `${guarantee.predicate.kind} ${verdict}`).sort();
  };
  expect(await verdicts([])).toEqual(['cannot holds', 'no-way-around holds', 'only-traffic holds']);
  expect(await verdicts([KEPT])).toEqual(['cannot broken', 'no-way-around holds', 'only-traffic holds']);
});

test('whoever reads the credentials beside the operators is found, with the controls that ask for the opposite', () => {
  const { app, broker } = shopWith([Subject.group('on-call'), Subject.user('jane')]);
  expect(findingsOf(accessTo(app), [broker], ['Group on-call'])).toEqual([{
    id: 'broker-credentials-read',
    construct: 'prod/shop/broker',
    message: 'User jane may read the Secret shop/rabbit-admin',
    fix: 'take the permission away, or name the operator',
    controls: BROKER_CONTROLS['broker-credentials-read'],
  }]);
});

test('a list of Secrets shows them as well, and a name is excused in its own namespace alone', () => {
  const { app, broker } = shopWith([Subject.serviceAccount('shop', 'operator'), Subject.serviceAccount('elsewhere', 'operator')], Verb.LIST);
  expect(findingsOf(accessTo(app), [broker], ['ServiceAccount shop/operator']).map(({ message }) => message))
    .toEqual(['ServiceAccount elsewhere/operator may read the Secret shop/rabbit-admin']);
});

test('where nobody was given them, nothing is found', () => {
  const { app, broker } = shopWith([]);
  expect(findingsOf(accessTo(app), [broker], ['Group on-call'])).toEqual([]);
});

test('a broker without clients is refused where it is made', () => {
  const app = new PolicyApp({ name: 'shop' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });
  const shop = new SecuredNamespace(prod, 'shop');
  const rabbit = new kplus.Deployment(shop, 'rabbit', { containers: [{ image: 'rabbit:1', portNumber: 5672 }] });
  expect(() => new MessageBroker(shop, 'broker', { pods: rabbit, clients: [], credentials: 'x', operators: [], kept: [KEPT], namespace: 'shop' }))
    .toThrow('prod/shop/broker: clients');
});
