import fc from 'fast-check';
import { hardenPodSpec } from '../../../src/constructs/workloads/hardening';
import type { Json } from '../support';

const CAPABILITIES = fc.record({ add: fc.subarray(['SYS_ADMIN', 'CAP_SYS_ADMIN', 'NET_BIND_SERVICE']), drop: fc.subarray(['ALL', 'CHOWN']) }, { requiredKeys: [] });
const CONTEXT = fc.record({
  runAsNonRoot: fc.boolean(),
  privileged: fc.boolean(),
  allowPrivilegeEscalation: fc.boolean(),
  runAsUser: fc.nat(2000),
  capabilities: CAPABILITIES,
}, { requiredKeys: [] });
const CONTAINER = fc.record({ name: fc.constant('a'), securityContext: CONTEXT }, { requiredKeys: ['name'] });
const SPEC: fc.Arbitrary<Json> = fc.record({
  automountServiceAccountToken: fc.boolean(),
  os: fc.record({ name: fc.constantFrom('linux', 'windows') }),
  securityContext: fc.record({ runAsNonRoot: fc.boolean(), seccompProfile: fc.constant({ type: 'Unconfined' }) }, { requiredKeys: [] }),
  initContainers: fc.array(CONTAINER, { maxLength: 2 }),
  containers: fc.array(CONTAINER, { minLength: 1, maxLength: 3 }),
}, { requiredKeys: ['containers'] });

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Every leaf by its path; a list is a leaf where it holds no maps. */
function leaves(value: unknown, path: string): Array<[string, unknown]> {
  if (Array.isArray(value) && value.some(item => typeof item === 'object')) {
    return value.flatMap((item, at) => leaves(item, `${path}[${at}]`));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, item]) => leaves(item, `${path}.${key}`));
  }
  return [[path, value]];
}

test('what the author set is never changed', () => {
  fc.assert(fc.property(SPEC, spec => {
    const hard = copy(spec);
    hardenPodSpec(hard, 'spec');
    expect(leaves(hard, 'spec')).toEqual(expect.arrayContaining(leaves(copy(spec), 'spec')));
  }));
});

test('the list names exactly the fields that were filled', () => {
  fc.assert(fc.property(SPEC, spec => {
    const hard = copy(spec);
    const filled = hardenPodSpec(hard, 'spec');
    const before = new Set(leaves(copy(spec), 'spec').map(([path]) => path));
    const added = leaves(hard, 'spec').map(([path]) => path.replace('.seccompProfile.type', '.seccompProfile')).filter(path => !before.has(path) && !before.has(`${path}.type`));
    expect([...filled].sort()).toEqual(added.sort());
  }));
});

test('hardening twice is hardening once', () => {
  fc.assert(fc.property(SPEC, spec => {
    const once = copy(spec);
    hardenPodSpec(once, 'spec');
    const twice = copy(once);
    expect(hardenPodSpec(twice, 'spec')).toEqual([]);
    expect(twice).toEqual(once);
  }));
});

test('an empty pod gets everything', () => {
  const spec: Json = { initContainers: [{ name: 'a' }], containers: [{ name: 'b' }] };
  expect(hardenPodSpec(spec, 'spec.template.spec')).toEqual([
    'spec.template.spec.automountServiceAccountToken',
    'spec.template.spec.securityContext.runAsNonRoot',
    'spec.template.spec.securityContext.seccompProfile',
    'spec.template.spec.initContainers[0].securityContext.allowPrivilegeEscalation',
    'spec.template.spec.initContainers[0].securityContext.capabilities.drop',
    'spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation',
    'spec.template.spec.containers[0].securityContext.capabilities.drop',
  ]);
  const container = { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } };
  expect(spec).toEqual({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [{ name: 'a', ...container }],
    containers: [{ name: 'b', ...container }],
  });
});

test('null is unset, as it is for the API server', () => {
  const spec: Json = { automountServiceAccountToken: null, securityContext: null, containers: [{ name: 'a', securityContext: { capabilities: { drop: null } } }] };
  expect(hardenPodSpec(spec, 'spec')).toHaveLength(5);
  expect(spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true }, containers: [{ securityContext: { capabilities: { drop: ['ALL'] } } }] });
});

test('a Windows pod gets no field that Windows refuses', () => {
  const spec: Json = { os: { name: 'windows' }, containers: [{ name: 'a' }] };
  expect(hardenPodSpec(spec, 'spec')).toEqual(['spec.automountServiceAccountToken', 'spec.securityContext.runAsNonRoot']);
  expect(spec.containers).toEqual([{ name: 'a' }]);
});

test.each([{ privileged: true }, { capabilities: { add: ['SYS_ADMIN'] } }, { capabilities: { add: ['CAP_SYS_ADMIN'] } }])(
  'no privilege escalation is not asked of a container that the API server would then refuse: %j', securityContext => {
    const spec: Json = { containers: [{ name: 'a', securityContext }] };
    hardenPodSpec(spec, 'spec');
    expect(spec.containers[0].securityContext).not.toHaveProperty('allowPrivilegeEscalation');
  });

test.each<[Json, string]>([
  [{ containers: [null] }, 'spec.containers[0] must be an object, found null'],
  [{ containers: ['x'] }, 'spec.containers[0] must be an object, found "x"'],
  [{ securityContext: 'x', containers: [] }, 'spec.securityContext must be an object, found "x"'],
  [{ containers: [{ securityContext: [] }] }, 'spec.containers[0].securityContext must be an object, found []'],
  [{ containers: [{ securityContext: { capabilities: 1 } }] }, 'spec.containers[0].securityContext.capabilities must be an object, found 1'],
])('%j says where it is no pod', (spec, message) => {
  expect(() => hardenPodSpec(spec, 'spec')).toThrow(message);
});
