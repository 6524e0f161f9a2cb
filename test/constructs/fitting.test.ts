import { Duration, Lazy } from 'cdk8s';
import * as fc from 'fast-check';
import { rawDeployment, small } from './support';
import * as surface from '../../src';
import '../../src/constructs/prop-shapes';
import { fitsStruct, fittingOf } from '../../src/constructs/types/fitting';
import { misfits, misfitsIn } from '../../src/constructs/types/misfit';
import { shapeOf } from '../../src/constructs/types/shapes';
import { wanted } from '../../src/constructs/types/wanted';
import '../seed';

const { AuditLevel, ClusterTarget, KubernetesResource, NamespaceSelection, Peer, PodSelection, Port, Subject, Verb } = surface;
const { shop, prod } = small();

/** Values of many kinds, and things that are none. */
const POOL: readonly unknown[] = [
  shop, prod, rawDeployment(shop, 'web', { app: 'web' }), Port.tcp(80), Peer.clusterDns(), Subject.user('jane'), Verb.GET, KubernetesResource.PODS, AuditLevel.METADATA,
  PodSelection.labelled({ app: 'web' }), NamespaceSelection.named('shop'), Duration.days(1), 'text', '', 1, 0, true, null, undefined, {}, [], [1], ['text'],
  [Port.tcp(80)], [shop], { app: 'web' }, { app: 1 }, new Map(), new Set(), () => 1, Lazy.any({ produce: () => 1 }), { node: {} }, Object.create({ inherited: 1 }),

  ClusterTarget.kubeadm({ kubernetes: '1.34' }), { from: shop, to: shop }, { ports: [Port.tcp(80)], to: Peer.clusterDns() }, { ports: [Port.tcp(80)], no: 1 }, { level: AuditLevel.METADATA }, [{ level: AuditLevel.METADATA }],
  [{ level: AuditLevel.METADATA, slip: 1 }], [{ verbs: [Verb.GET], resources: [KubernetesResource.PODS] }], [, 'hole'],
];

const STRUCTS = [
  'TrafficPolicyProps', 'AllowedTrafficProps', 'AuditPolicyProps', 'AccessRoleProps', 'ReadOnlyRoleProps', 'ClusterProps', 'IsolatedDatabaseProps',
];

/** Mostly values that fit, so that the whole fits often enough. */
const valueOf = (type: string) => {
  const fitting = POOL.filter(value => !(value instanceof Lazy) && misfits(wanted(type), value, '').length === 0);
  const right = fitting.length > 0 ? fc.constantFrom(...fitting) : fc.constant(undefined);
  return fc.oneof({ weight: 40, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...POOL) });
};
const propsOf = (struct: string) => fc.record(Object.fromEntries(Object.entries(shapeOf(struct)!).map(([key, type]) => [key, valueOf(type)])));

test.each(STRUCTS)('%s: what the quick answer lets pass, the one with reasons finds nothing wrong with', struct => {
  let passed = 0;
  fc.assert(fc.property(propsOf(struct), props => {
    if (fitsStruct(struct, props)) {
      passed += 1;
      expect(misfitsIn(struct, props, '')).toEqual([]);
    }
  }), { numRuns: 500 });
  expect(passed).toBeGreaterThan(20);
});

test.each(['string', '?string', 'Port[]', 'Peer | IConstruct', '(Peer | IConstruct)[]', 'Map<string>', 'AuditRule[]', '?IConstruct', 'Subject'])(
  'of %s, the quick answer lets pass what the one with reasons does, but for what is worked out at synth', type => {
    for (const value of POOL.filter(each => !(each instanceof Lazy))) {
      // The other one looks for what is missing or of another type; unknown properties are looked for beside it.
      if (fittingOf(type)(value)) {
        expect([value, misfits(wanted(type), value, '')]).toEqual([value, []]);
      }
    }
    expect(POOL.filter(fittingOf(type)).length).toBeGreaterThan(0);
  });

test('the quick answer lets no unknown property pass, however deep', () => {
  expect(fittingOf('AuditRule[]')([{ level: AuditLevel.METADATA }])).toBe(true);
  expect(fittingOf('AuditRule[]')([{ level: AuditLevel.METADATA, slip: 1 }])).toBe(false);
  expect(fitsStruct('AuditPolicyProps', { rules: [{ level: AuditLevel.METADATA, subjcts: [] }] })).toBe(false);
});

test.each([
  ['hidden', (target: unknown) => Object.defineProperty({ target }, 'name', { value: 5, enumerable: false })],
  ['inherited', (target: unknown) => Object.assign(Object.create(Object.assign(Object.create(null) as object, { name: 5 })) as object, { target })],
])('the quick answer lets no property pass that is %s', (_how, make) => {
  const props = make(ClusterTarget.kubeadm({ kubernetes: '1.34' }));
  expect(misfitsIn('ClusterProps', props as Record<string, unknown>, '')).toHaveLength(1);
  expect(fitsStruct('ClusterProps', props)).toBe(false);
});
