import { ApiObject, App, Chart, JsonPatch, Lazy, type IResolver } from 'cdk8s';
import { manifestOf } from '../../src/constructs/manifest-cache';
import { KubernetesResource, Peer, PodSelection, Port, ReadOnlyRole, Subject, TrafficPolicy } from 'cdk8s-bulwark';

/** The objects of one role and one policy, in a plain chart with labels of its own. */
function objects(resolvers: IResolver[] = []): ApiObject[] {
  const chart = new Chart(new App({ resolvers }), 'chart', { namespace: 'shop', labels: { team: 'a' } });
  const { role, binding } = new ReadOnlyRole(chart, 'reader', { resources: [KubernetesResource.PODS], subjects: [Subject.user('jane')] });
  const { policy } = new TrafficPolicy(chart, 'traffic', {
    pods: PodSelection.labelled({ app: 'web' }), ingress: [{ from: [Peer.anywhere()], ports: [Port.tcp(80)] }], egress: [],
  });
  return [role, binding!, policy];
}

const upperCase: IResolver = {
  resolve: context => {
    if (context.value === 'web') {
      context.replaceValue('WEB');
    }
  },
};

test.each<[string, (object: ApiObject) => void, IResolver[]]>([
  ['nothing', () => undefined, []],
  ['a label', object => object.metadata.addLabel('b', '1'), []],
  ['an annotation', object => object.metadata.addAnnotation('b', '1'), []],
  ['a finalizer', object => object.metadata.addFinalizers('example.com/wait'), []],
  ['an owner', object => object.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' }), []],
  ['a lazy field of the metadata', object => object.metadata.add('generation', Lazy.any({ produce: () => 3 })), []],
  ['a patch', object => object.addJsonPatch(JsonPatch.add('/metadata/labels/c', 'x')), []],
  ['a resolver of the app', () => undefined, [upperCase]],
])('with %s, an object is what cdk8s makes of it', (_, change, resolvers) => {
  for (const object of objects(resolvers)) {
    change(object);
    const expected = ApiObject.prototype.toJson.call(object) as unknown;
    expect(JSON.stringify(object.toJson())).toBe(JSON.stringify(expected));
    expect(JSON.stringify(manifestOf(object))).toBe(JSON.stringify(expected));
  }
});

test('a resolver of the app is asked about our values', () => {
  const [, , policy] = objects([upperCase]);
  expect(policy!.toJson()).toMatchObject({ spec: { podSelector: { matchLabels: { app: 'WEB' } } } });
});

test('what an object gives away is a copy', () => {
  const [role] = objects();
  (role!.toJson() as { rules: Array<{ verbs: string[] }> }).rules[0]!.verbs.push('delete');
  expect(role!.toJson()).toMatchObject({ rules: [{ verbs: ['get', 'list', 'watch'] }] });
});

test('an object that others made is rendered by itself, whatever it is made of', () => {
  const chart = new Chart(new App(), 'chart');
  const object = new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', data: { b: '1', a: Lazy.any({ produce: () => '2' }) } });
  expect(JSON.stringify(manifestOf(object))).toBe(JSON.stringify(object.toJson()));
});
