import { builtInKinds } from '../../src/kubernetes/api-kinds';
import { RESOURCES, SUBRESOURCES } from '../../src/kubernetes/data/resources';
import { isServedIn, SUPPORTED_MINORS } from '../../src/kubernetes/minors';
import { builtInResources, findByKind, findResource, isNamespaced } from '../../src/kubernetes/resources';

const ALL = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

describe('the catalogue', () => {
  test('no group and plural, nor group and kind, stands in it twice', () => {
    const all = builtInResources();
    expect(new Set(all.map(({ group, plural }) => `${group}/${plural}`)).size).toBe(all.length);
    expect(new Set(all.map(({ group, kind }) => `${group}/${kind}`)).size).toBe(all.length);
  });

  test('both look-ups find every row', () => {
    for (const resource of builtInResources()) {
      expect(findResource(resource.group, resource.plural)).toBe(resource);
      expect(findByKind(resource.group, resource.kind)).toBe(resource);
      expect(isNamespaced(resource.group, resource.kind)).toBe(resource.namespaced);
    }
  });

  test('every subresource has a parent that is served whenever it is', () => {
    expect(builtInResources().flatMap(resource => resource.subresources)).toHaveLength(SUBRESOURCES.length);
    for (const parent of builtInResources()) {
      for (const subresource of parent.subresources) {
        for (const minor of SUPPORTED_MINORS) {
          if (isServedIn(subresource, minor)) expect(isServedIn(parent, minor)).toBe(true);
        }
      }
    }
  });

  test('a resource is served exactly when some version of its kind is', () => {
    for (const resource of builtInResources()) {
      const versions = builtInKinds().filter(({ group, kind }) => group === resource.group && kind === resource.kind);
      for (const minor of SUPPORTED_MINORS) {
        expect([resource.kind, minor, isServedIn(resource, minor)])
          .toEqual([resource.kind, minor, versions.some(version => isServedIn(version, minor))]);
      }
    }
  });

  test('every kind that a supported minor serves has a resource', () => {
    const served = builtInKinds().filter(fact => SUPPORTED_MINORS.some(minor => isServedIn(fact, minor)));
    expect(served.filter(({ group, kind }) => !findByKind(group, kind))).toEqual([]);
  });

  test('verbs are those of the API, sorted, without duplicates', () => {
    for (const { verbs } of builtInResources().flatMap(resource => [resource, ...resource.subresources])) {
      expect(verbs).toEqual([...new Set(verbs)].sort());
      expect(ALL).toEqual(expect.arrayContaining([...verbs]));
      expect(verbs).not.toHaveLength(0);
    }
  });

  test('is sorted, so that a new release shows as added rows', () => {
    for (const rows of [RESOURCES, SUBRESOURCES]) {
      const keys = rows.map(([group, path]) => `${group}\0${path}`);
      expect(keys).toEqual([...keys].sort());
    }
  });
});

describe('what Kubernetes serves', () => {
  test.each([
    ['', 'Pod', true], ['', 'Secret', true], ['', 'Node', false], ['', 'Namespace', false], ['', 'PersistentVolume', false],
    ['apps', 'Deployment', true], ['networking.k8s.io', 'NetworkPolicy', true], ['networking.k8s.io', 'IngressClass', false],
    ['rbac.authorization.k8s.io', 'Role', true], ['rbac.authorization.k8s.io', 'ClusterRole', false],
    ['authorization.k8s.io', 'LocalSubjectAccessReview', true], ['authorization.k8s.io', 'SubjectAccessReview', false],
    ['apiextensions.k8s.io', 'CustomResourceDefinition', false], ['apiregistration.k8s.io', 'APIService', false],
    ['policy.networking.k8s.io', 'ClusterNetworkPolicy', false], ['policy.networking.k8s.io', 'AdminNetworkPolicy', false],
    ['policy.networking.k8s.io', 'BaselineAdminNetworkPolicy', false],
    ['argoproj.io', 'Application', undefined], ['', 'Application', undefined], ['apps', 'Pod', undefined],
  ])('%j %s: namespaced %s', (group, kind, namespaced) => expect(isNamespaced(group, kind)).toBe(namespaced));

  test.each([
    ['', 'secrets', ALL],
    ['', 'namespaces', ALL.filter(verb => verb !== 'deletecollection')],
    ['', 'componentstatuses', ['get', 'list']],
    ['authorization.k8s.io', 'selfsubjectaccessreviews', ['create']],
    ['', 'pods/log', ['get']],
    ['', 'pods/exec', ['create', 'get']],
    ['', 'pods/eviction', ['create']],
    ['', 'serviceaccounts/token', ['create']],
    ['', 'nodes/proxy', ['create', 'delete', 'get', 'patch', 'update']],
    ['apps', 'deployments/scale', ['get', 'patch', 'update']],
    ['certificates.k8s.io', 'certificatesigningrequests/approval', ['get', 'patch', 'update']],
  ])('%j %s takes %j', (group, path, verbs) => {
    const [plural, name] = path.split('/');
    const resource = findResource(group, plural!);
    expect(name ? resource?.subresources.find(each => each.name === name)?.verbs : resource?.verbs).toEqual(verbs);
  });

  test('resources come and go with their minors', () => {
    expect(findResource('networking.k8s.io', 'clustercidrs')).toMatchObject({ lastMinor: 28 });
    expect(findResource('', 'pods')?.subresources.find(each => each.name === 'resize')).toMatchObject({ firstMinor: 32 });
    expect(findResource('networking.k8s.io', 'networkpolicies')?.subresources).toMatchObject([{ name: 'status', lastMinor: 27 }]);
  });

  test('a plural with a subresource, a kind or a singular is no resource', () => {
    for (const name of ['pods/log', 'Pod', 'pod']) expect(findResource('', name)).toBeUndefined();
    for (const name of ['pods', 'pod']) expect(findByKind('', name)).toBeUndefined();
  });
});
