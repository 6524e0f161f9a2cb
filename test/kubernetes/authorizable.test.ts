import { authorizables, findAuthorizable, isKeyed, resourcesWithVerb } from '../../src/kubernetes/authorizable';
import { bootstrapPolicy } from '../../src/kubernetes/bootstrap-policy';
import { VIRTUAL_RESOURCES } from '../../src/kubernetes/data/virtual-resources';
import { isServedIn, SUPPORTED_MINORS } from '../../src/kubernetes/minors';
import { builtInResources } from '../../src/kubernetes/resources';

test('it holds every resource and subresource that discovery lists, with scope, minors and at least its verbs', () => {
  for (const { group, plural, namespaced, verbs, subresources, firstMinor, lastMinor } of builtInResources()) {
    const found = findAuthorizable(group, plural)!;
    expect(found).toMatchObject({ namespaced, virtual: false });
    expect([found.firstMinor, found.lastMinor]).toEqual([firstMinor, lastMinor]);
    expect(found.verbs).toEqual(expect.arrayContaining([...verbs]));
    for (const subresource of subresources) {
      expect(findAuthorizable(group, `${plural}/${subresource.name}`)).toMatchObject({ namespaced, verbs: subresource.verbs, virtual: false });
    }
  }
});

test('what is virtual is not in discovery as well, and a virtual subresource has the scope of its parent', () => {
  const listed = builtInResources().flatMap(({ group, plural, subresources }) => [plural, ...subresources.map(({ name }) => `${plural}/${name}`)].map(path => `${group} ${path}`));
  for (const [group, path, namespaced] of VIRTUAL_RESOURCES) {
    expect(listed).not.toContain(`${group} ${path}`);
    const parent = path.includes('/') ? findAuthorizable(group, path.slice(0, path.indexOf('/'))) : undefined;
    if (parent) expect(parent.namespaced).toBe(namespaced);
  }
  expect([...authorizables()].filter(each => each.virtual)).toHaveLength(VIRTUAL_RESOURCES.length);
});

test('verbs are sorted, without duplicates', () => {
  for (const { verbs } of authorizables()) {
    expect(verbs).toEqual([...new Set(verbs)].sort());
  }
});

/** What Kubernetes' own roles grant beyond it: for clients of long ago, for OpenShift, and of the metrics server's group. */
const OTHERS = /^extensions |^apps deployments\/rollback$|^networking\.k8s\.io clustercidrs$|^proxy {2}nodes$|^endpoints\/restricted$|^metrics\.k8s\.io /;
const REQUEST_VERBS = new Set(['*', 'get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']);

test.each(SUPPORTED_MINORS)('whatever the default roles of 1.%d grant by name is asked about there, and so is every verb of its own', minor => {
  const policy = bootstrapPolicy(minor)!;
  const unknown = [...policy.clusterRoles, ...policy.roles].flatMap(({ rules = [] }) => rules.flatMap(({ apiGroups = [], resources = [], verbs }) =>
    apiGroups.flatMap(group => resources.flatMap(path => {
      if (group === '*' || path.includes('*')) return [];
      const found = findAuthorizable(group, path);
      const own = verbs.filter(verb => !REQUEST_VERBS.has(verb));
      return found && isServedIn(found, minor) && own.every(verb => found.verbs.includes(verb)) ? [] : [`${own.join(' ')} ${group} ${path}`.trim()];
    }))));
  expect(new Set(unknown.filter(each => !OTHERS.test(each)))).toEqual(new Set());
});

test.each([
  ['', 'users', ['impersonate'], false], ['', 'groups', ['impersonate'], false],
  ['authentication.k8s.io', 'uids', ['impersonate', 'impersonate:user-info'], false],
  ['authentication.k8s.io', 'userextras/scopes', ['impersonate', 'impersonate:user-info'], false],
  ['authentication.k8s.io', 'nodes', ['impersonate:arbitrary-node', 'impersonate:associated-node'], false],
  ['certificates.k8s.io', 'signers', ['approve', 'attest', 'sign'], false],
  ['', 'nodes/metrics', ['get'], false], ['', 'nodes/checkpoint', ['create'], false],
  ['apps', 'deployments/finalizers', ['update'], true],
  ['resource.k8s.io', 'resourceclaims/binding', ['patch', 'update'], true],
])('%j %s is asked about with %j', (group, path, verbs, namespaced) => {
  expect(findAuthorizable(group, path)).toMatchObject({ verbs, namespaced, virtual: true });
});

test.each([
  ['bind', ['clusterroles', 'roles']], ['escalate', ['clusterroles', 'roles']], ['sign', ['signers']],
  ['impersonate', ['groups', 'serviceaccounts', 'uids', 'users']], ['use', []],
])('%s is asked of %j', (verb, resources) => {
  expect(resourcesWithVerb(verb).map(each => each.path).sort()).toEqual(resources);
});

test('the key of an extra field is part of the resource', () => {
  expect(isKeyed('authentication.k8s.io', 'userextras')).toBe(true);
  expect(findAuthorizable('authentication.k8s.io', 'userextras')).toBeUndefined();
});

test.each([['', 'pods/logs'], ['', 'Pod'], ['apps', 'pods'], ['argoproj.io', 'applications'], ['', 'users/finalizers'], ['', 'pods/log/finalizers']])(
  '%j %s: nothing asks about it', (group, path) => expect(findAuthorizable(group, path)).toBeUndefined());
