import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { labelsIn, modelsIn, objectsIn, only, problemOf, problemsOf, rawDeployment, small, type Json, type Small } from './support';
import { AccessRole, KubernetesResource as R, PodSelection, SecuredNamespace, TrafficPolicy, Verb } from 'cdk8s-bulwark';

function settings({ shop }: Small, fields: Json = {}): ApiObject {
  return new ApiObject(shop, 'object', { apiVersion: 'v1', kind: 'ConfigMap', ...fields });
}

const cycle: Json = {};
cycle.self = cycle;

test.each<[string, (world: Small) => unknown]>([
  ['a document that a patch made a text', world => settings(world).addJsonPatch(JsonPatch.replace('', 'x'))],
  ['a document that a patch made null', world => settings(world).addJsonPatch(JsonPatch.replace('', null))],
  ['a document that a patch made a list', world => settings(world).addJsonPatch(JsonPatch.replace('', []))],
  ['an object without metadata', world => settings(world).addJsonPatch(JsonPatch.remove('/metadata'))],
  ['metadata that is a text', world => settings(world).addJsonPatch(JsonPatch.replace('/metadata', 'x'))],
  ['labels that are a list', world => settings(world).addJsonPatch(JsonPatch.add('/metadata/labels', ['x']))],
  ['a name that is a number', world => settings(world).addJsonPatch(JsonPatch.replace('/metadata/name', 1))],
  ['an object without a kind', world => settings(world).addJsonPatch(JsonPatch.remove('/kind'))],
  ['a kind that is a map', world => settings(world).addJsonPatch(JsonPatch.replace('/kind', { a: 1 }))],
  ['a version that is a number', world => settings(world).addJsonPatch(JsonPatch.replace('/apiVersion', 1))],
  ['a patch that does not apply', world => settings(world).addJsonPatch(JsonPatch.remove('/nothing/here'))],
  ['a value that throws when it is worked out', world => settings(world, { data: Lazy.any({ produce: () => { throw new Error('later'); } }) })],
  ['a value that throws no error', world => settings(world, { data: Lazy.any({ produce: () => { throw null; } }) })],
  ['a map that holds itself', world => settings(world, { data: cycle })],
  ['an instance of a class', world => settings(world, { data: new Date(0) })],
  ['containers that are no maps', ({ prod }) => rawDeployment(hardening(prod), 'object', {}).addJsonPatch(JsonPatch.replace('/spec/template/spec/containers', [null]))],
])('%s is a problem of its construct', (_, make) => {
  const world = small();
  make(world);
  const problems = problemsOf(() => modelsIn(world.prod));
  expect(problems.map(({ construct }) => construct)).toEqual(problems.map(() => expect.stringMatching(/^prod\/(shop|hard)\/object$/) as string));
});

function hardening(prod: Small['prod']): Small['shop'] {
  return new SecuredNamespace(prod, 'hard', { defaultDeny: false });
}

test.each<[string, () => string[]]>([
  ['an error', () => { throw new Error('boo'); }], ['a text', () => { throw 'boo' as unknown as Error; }],
])('a validation that throws %s is a problem of its construct, and the others still run', (_, validate) => {
  const { prod, shop } = small();
  shop.node.addValidation({ validate });
  new Construct(shop, 'inner').node.addValidation({ validate: () => ['too'] });
  expect(problemsOf(() => modelsIn(prod))).toMatchObject([
    { id: 'construct-validation', construct: 'prod/shop', message: 'a validation threw: boo' },
    { id: 'construct-validation', construct: 'prod/shop/inner', message: 'too' },
  ]);
});

test.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])('the id %s gives an object of that name, or an error', id => {
  const { prod, shop } = small();
  try {
    new ApiObject(shop, id, { apiVersion: 'v1', kind: 'ConfigMap' });
  } catch (e) {
    expect((e as Error).message).toBe(`There is already a Construct with name '${id}' in SecuredNamespace [shop]`);
    return;
  }
  expect(labelsIn(prod)).toEqual([`ConfigMap shop/${id.toLowerCase()}`]);
});

test.each(['constructor', '__proto__', 'toString', 'valueOf'])('the kind %s is a kind like any other', kind => {
  const { prod, shop } = small();
  new ApiObject(shop, 'x'.repeat(70), { apiVersion: 'example.com/v1', kind });
  expect(objectsIn(prod).at(-1)).toMatchObject({ kind, metadata: { namespace: 'shop', name: expect.stringMatching(/^x{54}-[0-9a-f]{8}$/) as string } });
});

test('a terminal escape in a value is written out in the message', () => {
  const { prod, shop } = small();
  new AccessRole(shop, 'role', { rules: [{ verbs: [Verb.GET], resources: [R.PODS] }], labels: { 'a\u001b[2J': 'x' } });
  const { message } = (() => {
    try {
      modelsIn(prod);
    } catch (e) {
      return e as Error;
    }
    throw new Error('nothing was refused');
  })();
  expect(message).toContain('u001b');
  expect(message).not.toContain('\u001b');
});

test('a thousand levels are walked without recursion', () => {
  const { prod, shop } = small();
  let scope: Construct = shop;
  for (let at = 0; at < 1000; at += 1) scope = new Construct(scope, 'x');
  new ApiObject(scope, 'object', { apiVersion: 'v1', kind: 'ConfigMap' });
  expect(only(prod, 'ConfigMap').metadata.name).toMatch(/^(x-){27}[0-9a-f]{8}$/);
});

test('patched policies are judged as they are written, not as they were built', () => {
  const { prod, shop } = small();
  const { policy } = new TrafficPolicy(shop, 'object', { pods: PodSelection.all(), ingress: [] });
  policy.addJsonPatch(JsonPatch.add('/spec/ingress', [{ from: [{}] }]));
  expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'object-invalid', construct: 'prod/shop/object/Resource', field: 'spec.ingress[0].from[0]' });
});
