import { KubernetesResource, KubernetesResourceOptions } from '../../../src/constructs/access/kubernetes-resource';
import { builtInKinds } from '../../../src/kubernetes/api-kinds';
import { authorizables, findAuthorizable } from '../../../src/kubernetes/authorizable';
import { isServedIn, SUPPORTED_MINORS } from '../../../src/kubernetes/minors';
import { BuiltInResource, builtInResources } from '../../../src/kubernetes/resources';
import { ProblemError } from '../../../src/manifests/problem';

const constants = Object.entries(KubernetesResource)
  .filter((entry): entry is [string, KubernetesResource] => entry[1] instanceof KubernetesResource);

/** The paths of the catalogue that a stable or beta version serves in some of the minors. */
function expected(minors: readonly number[]): string[] {
  return builtInResources().flatMap(resource => {
    const usable = minors.filter(minor => versions(resource).some(version => isServedIn(version, minor)));
    const subresources = resource.subresources.filter(subresource => usable.some(minor => isServedIn(subresource, minor)));
    return usable.length === 0 ? [] : [resource.plural, ...subresources.map(({ name }) => `${resource.plural}/${name}`)]
      .map(path => `${resource.group} ${path}`);
  });
}

function versions(resource: BuiltInResource) {
  return builtInKinds()
    .filter(({ group, kind, version }) => group === resource.group && kind === resource.kind && !version.includes('alpha'));
}

function refusal(options: KubernetesResourceOptions) {
  try {
    KubernetesResource.of(options);
  } catch (error) {
    if (ProblemError.is(error)) return error.problems[0]!;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(options)}`);
}

describe('the constants', () => {
  test('there is one for each resource and subresource that a supported minor serves in a stable or beta version, or asks about, and no other', () => {
    const virtual = [...authorizables()].filter(each => each.virtual).map(({ group, path }) => `${group} ${path}`);
    expect(constants.map(([, { group, resource }]) => `${group} ${resource}`).sort()).toEqual([...expected(SUPPORTED_MINORS), ...virtual].sort());
  });

  test('each says of its scope what the catalogue says', () => {
    for (const [, constant] of constants) {
      expect(constant.namespaced).toBe(findAuthorizable(constant.group, constant.resource)?.namespaced);
    }
  });

  test('no two are equal', () => {
    expect(new Set(constants.map(([, constant]) => `${constant}`)).size).toBe(constants.length);
  });

  test('a name is its plural and subresource with the words apart; of two alike, the one outside the core group ends in its group', () => {
    for (const [name, { group, resource }] of constants) {
      const own = resource.replace('/', '');
      const shared = constants.some(([, other]) => other.resource === resource && other.group !== group);
      expect(name).toMatch(/^[A-Z0-9]+(_[A-Z0-9]+)*$/);
      expect(name.replaceAll('_', '').toLowerCase()).toBe(shared && group ? own + group.replaceAll('.', '') : own);
    }
  });

  test('they are sorted by name', () => {
    const names = constants.map(([name]) => name);
    expect(names).toEqual([...names].sort());
  });

  test('the names that programs rely on', () => {
    expect(`${KubernetesResource.PODS} ${KubernetesResource.PODS_LOG} ${KubernetesResource.NETWORK_POLICIES}`)
      .toBe('pods pods/log networkpolicies.networking.k8s.io');
    expect(`${KubernetesResource.EVENTS} ${KubernetesResource.EVENTS_EVENTS_K8S_IO}`).toBe('events events.events.k8s.io');
    expect(`${KubernetesResource.SERVICE_ACCOUNTS_TOKEN} ${KubernetesResource.DEPLOYMENTS_SCALE}`)
      .toBe('serviceaccounts/token deployments.apps/scale');
    expect(KubernetesResource.CERTIFICATE_SIGNING_REQUESTS_APPROVAL).toMatchObject(
      { group: 'certificates.k8s.io', resource: 'certificatesigningrequests/approval', namespaced: false });
  });
});

describe('resources without a constant', () => {
  test('of() with what a constant holds equals that constant', () => {
    for (const [, constant] of constants) {
      const [resource, subresource] = constant.resource.split('/');
      expect(KubernetesResource.of({ group: constant.group, resource: resource!, subresource })).toEqual(constant);
    }
  });

  test('custom resources, and what RBAC knows without an API', () => {
    expect(KubernetesResource.of({ group: 'argoproj.io', resource: 'applications', namespaced: true }))
      .toMatchObject({ group: 'argoproj.io', resource: 'applications', namespaced: true });
    expect(KubernetesResource.of({ resource: 'users' })).toMatchObject({ group: '', resource: 'users', namespaced: false });
    expect(KubernetesResource.of({ resource: 'nodes', subresource: 'metrics' }))
      .toMatchObject({ resource: 'nodes/metrics', namespaced: false });
    expect(KubernetesResource.of({ group: 'example.com', resource: 'pod' }).resource).toBe('pod');
    expect(KubernetesResource.of({ group: '*', resource: 'pods' }).group).toBe('*');
  });

  test('custom() takes what a distribution adds to a built-in group, and equals of() for what is known', () => {
    expect(KubernetesResource.custom({ group: 'discovery.k8s.io', resource: 'endpointslices', subresource: 'restricted' }))
      .toMatchObject({ group: 'discovery.k8s.io', resource: 'endpointslices/restricted', namespaced: true });
    expect(KubernetesResource.custom({ resource: 'gizmos' })).toMatchObject({ group: '', resource: 'gizmos', namespaced: undefined });
    expect(KubernetesResource.custom({ resource: 'pods', subresource: 'log' })).toEqual(KubernetesResource.PODS_LOG);
    expect(() => KubernetesResource.custom({ resource: 'Pod' })).toThrow('use "pods"');
  });

  test('a key of a user\'s extra fields is a subresource of its own', () => {
    for (const key of ['scopes', 'example.com/project']) {
      expect(KubernetesResource.userExtra(key)).toMatchObject({ group: 'authentication.k8s.io', resource: `userextras/${key}`, namespaced: false });
    }
    expect(KubernetesResource.of({ group: 'authentication.k8s.io', resource: 'userextras', subresource: 'scopes' })).toEqual(KubernetesResource.userExtra('scopes'));
    for (const key of ['', 'Scopes', '*', 'a b']) expect(() => KubernetesResource.userExtra(key)).toThrow('[construct-invalid]');
  });

  test('the finalizers of any built-in resource can be named', () => {
    expect(KubernetesResource.DEPLOYMENTS.subresource('finalizers').resource).toBe('deployments/finalizers');
    expect(() => KubernetesResource.USERS.subresource('finalizers')).toThrow('no supported Kubernetes has it');
  });

  test('wildcards', () => {
    expect(KubernetesResource.all()).toMatchObject({ group: '*', resource: '*', namespaced: undefined });
    expect(KubernetesResource.allInGroup('apps')).toMatchObject({ group: 'apps', resource: '*' });
    expect([KubernetesResource.all(), KubernetesResource.allInGroup(''), KubernetesResource.allInGroup('apps')].map(String))
      .toEqual(['*.*', '*', '*.apps']);
    expect(KubernetesResource.all().subresource('scale').resource).toBe('*/scale');
  });

  test('a subresource keeps group and scope and has none of its own', () => {
    const scale = KubernetesResource.of({ group: 'argoproj.io', resource: 'rollouts', namespaced: true }).subresource('scale');
    expect(scale).toMatchObject({ group: 'argoproj.io', resource: 'rollouts/scale', namespaced: true });
    expect(() => scale.subresource('status')).toThrow('rollouts/scale is itself a subresource');
    for (const name of ['', '*', 'Log', 'a/b', 'a b']) {
      expect(() => KubernetesResource.PODS.subresource(name)).toThrow('[construct-invalid]');
    }
  });
});

describe('a name that RBAC would take and match nothing is refused with the right one', () => {
  test.each([
    [{ resource: 'Pod' }, 'use "pods"'],
    [{ resource: 'pod' }, 'use "pods"'],
    [{ resource: 'po' }, 'use "pods"'],
    [{ resource: 'Pods' }, 'use "pods"'],
    [{ resource: 'networkpolicy' }, 'use "networkpolicies" of the group "networking.k8s.io"'],
    [{ group: 'apps', resource: 'NetworkPolicy' }, 'use "networkpolicies" of the group "networking.k8s.io"'],
    [{ group: 'networking.k8s.io', resource: 'NetworkPolicy' }, 'use "networkpolicies"'],
    [{ group: 'events.k8s.io', resource: 'Event' }, 'use "events"'],
    [{ group: '*', resource: 'deploy' }, 'use "deployments"'],
    [{ group: 'argoproj.io', resource: 'Application' }, 'use the plural in lower case, as in certificates'],
    [{ resource: 'pods/log' }, 'give what follows the slash as the subresource'],
    [{ resource: '*' }, 'use KubernetesResource.all() or allInGroup()'],
    [{ resource: '' }, 'use the plural in lower case, as in certificates'],
    [{ group: 'apps/v1', resource: 'deployments' }, 'leave the version out: "apps"'],
    [{ group: 'Apps', resource: 'deployments' }, 'use a domain name such as apps or argoproj.io'],
    [{ resource: 'pods', namespaced: false }, 'leave it out'],
    [{ resource: 'pods', subresource: '' }, 'use lower-case letters, digits and dashes, as in log'],
    [{ resource: 'pods', subresource: 'logs' }, 'use one of these, or KubernetesResource.custom() for what a distribution adds'],
    [{ group: 'apps', resource: 'pods' }, 'it is of the core group'],
    [{ group: 'extensions', resource: 'ingresses' }, 'it is of networking.k8s.io'],
    [{ group: 'policy', resource: 'podsecuritypolicies' }, 'name the group of its definition, or use KubernetesResource.custom() for what a distribution adds'],
    [{ resource: 'gizmos' }, 'name the group of its definition, or use KubernetesResource.custom() for what a distribution adds'],
    [{ group: 'authentication.k8s.io', resource: 'userextras' }, 'use KubernetesResource.userExtra(key)'],
  ])('%j', (options, fix) => {
    expect(refusal(options)).toMatchObject({ id: 'construct-invalid', object: 'KubernetesResource', fix });
  });

  test('none at all is asked for', () => {
    expect(refusal({ resource: undefined as unknown as string }))
      .toMatchObject({ id: 'construct-invalid', field: 'KubernetesResource.resource', fix: 'give it; a name that is misspelt is undefined, too' });
  });

  test('no kind, singular or short name of the catalogue gets through', () => {
    for (const { group, kind, plural, singular, shortNames } of builtInResources()) {
      for (const resource of [kind, singular, ...shortNames]) {
        if (resource !== plural) expect(refusal({ group, resource }).fix).toBe(`use "${plural}"`);
      }
    }
  });
});
