import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import fc from 'fast-check';
import type { Json } from './support';
import { ManifestObject } from '../../src/constructs/manifest-object';

const { value } = fc.letrec(tie => ({
  value: fc.oneof({ maxDepth: 4 },
    fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, '', 0),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string(), { maxKeys: 3, noNullPrototype: true }).map(map => Lazy.any({ produce: () => map })),
  ),
}));
const labels = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string({ maxLength: 3 }), { maxKeys: 2, noNullPrototype: true });
const props = fc.record({ metadata: fc.record({ name: fc.constant('n'), namespace: fc.constant('ns'), labels, annotations: labels }, { requiredKeys: [] }), spec: value, data: value });

type Type = typeof ApiObject | typeof ManifestObject;

function rendered(type: Type, fields: Json, change: (object: ApiObject) => void = () => undefined): unknown {
  const chart = new Chart(new App(), 'chart', { namespace: 'shop', labels: { chart: 'label' } });
  const object = new type(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', ...fields });
  change(object);
  return object.toJson();
}

test('it renders what cdk8s renders', () => {
  fc.assert(fc.property(props, fields => {
    expect(JSON.stringify(rendered(ManifestObject, fields))).toBe(JSON.stringify(rendered(ApiObject, fields)));
  }), { numRuns: 200 });
});

test.each<[string, (object: ApiObject) => void]>([
  ['a patch', object => object.addJsonPatch(JsonPatch.add('/spec/x', 1))],
  ['a label', object => object.metadata.addLabel('a', 'b')],
  ['an annotation', object => object.metadata.addAnnotation('a', 'b')],
  ['a finalizer', object => object.metadata.addFinalizers('a/b')],
  ['an owner', object => object.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'u' })],
  ['any metadata', object => object.metadata.add('a', 'b')],
])('%s that is added later is in it', (_, change) => {
  const fields = { spec: { a: 1 } };
  expect(rendered(ManifestObject, fields, change)).toEqual(rendered(ApiObject, fields, change));
  expect(rendered(ManifestObject, fields, change)).not.toEqual(rendered(ManifestObject, fields));
});

test.each([{ spec: new Date(0) }, { spec: Lazy.any({ produce: () => { throw new Error('later'); } }) }])('what cdk8s refuses is refused as it does: %#', fields => {
  const message = (type: Type) => {
    try {
      return rendered(type, fields);
    } catch (e) {
      return (e as Error).message;
    }
  };
  expect(message(ManifestObject)).toEqual(message(ApiObject));
  expect(message(ManifestObject)).toMatch(/^Failed serializing construct at path 'chart\/object'/);
});
