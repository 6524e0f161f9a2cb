import type { PolicyObject } from '../../../src/decide/access/build';
import { bootstrapPolicy, REQUEST_VERBS, SUPPORTED_MINORS } from '../../../src/kubernetes';
import { authorizables } from '../../../src/kubernetes/authorizable';
import type { PolicyRule } from '../../../src/manifests/model';
import { idleRules } from '../../../src/prove/access/idle-rules';
import { clusterRole, role } from '../../decide/access/support';

function found(objects: ReadonlyArray<Record<string, unknown>>, minor = 34): Array<[field: string, value: string, fix: string]> {
  return idleRules(objects.map((object): PolicyObject => ({ object })), minor).map(({ field, value, fix }) => [field!, value!, fix!]);
}

/** `gets :pods apps:deployments` as a rule: verbs, then `group:resource` of each. */
function rule(text: string, more: Partial<PolicyRule> = {}): PolicyRule {
  const [verbs = '', ...what] = text.split(' ');
  const [groups, resources] = [0, 1].map(at => [...new Set(what.map(each => each.split(':')[at]!))]) as [string[], string[]];
  return { verbs: verbs.split(','), apiGroups: groups, resources, ...more };
}

const SELF = 'or acknowledge it with the program that asks about it';

describe('what grants nothing is named, with the word that was meant', () => {
  test.each<[text: string, field: string, value: string, fix: string]>([
    ['gets :pods', 'verbs[0]', '"gets"', 'did you mean get?'],
    ['get,lsit :pods', 'verbs[1]', '"lsit"', 'did you mean list?'],
    ['Get :pods', 'verbs[0]', '"Get"', 'did you mean get?'],
    ['read :pods', 'verbs[0]', '"read"', 'write get, list and watch'],
    ['post :pods', 'verbs[0]', '"post"', 'write create'],
    ['get* :pods', 'verbs[0]', '"get*"', 'list the verbs'],
    ['deletes argoproj.io:applications', 'verbs[0]', '"deletes"', 'did you mean delete?'],
    ['get :pod', 'resources[0]', '"pod"', 'did you mean pods?'],
    ['get :Pod', 'resources[0]', '"Pod"', 'did you mean pods?'],
    ['get :podz', 'resources[0]', '"podz"', 'did you mean pods?'],
    ['get :deploy', 'resources[0]', '"deploy"', 'did you mean deployments of apps?'],
    ['get :pods :pods/logs', 'resources[1]', '"pods/logs"', 'did you mean pods/log?'],
    ['get :pods/anything', 'resources[0]', '"pods/anything"', `take it out, ${SELF}`],
    ['get :nodes/*', 'resources[0]', '"nodes/*"', 'name the subresources, or write * for all resources with theirs'],
    ['get *:*/*', 'resources[0]', '"*/*"', 'write *, or name the resources'],
    ['get :deployments', 'resources[0]', '"deployments"', 'it is of apps: name that group in apiGroups'],
    ['get extensions:ingresses', 'resources[0]', '"ingresses"', 'it is of networking.k8s.io: name that group in apiGroups'],
    ['get core:pods', 'apiGroups[0]', '"core"', 'did you mean ""?'],
    ['get v1:pods', 'apiGroups[0]', '"v1"', 'did you mean ""?'],
    ['get apps/v1:deployments', 'apiGroups[0]', '"apps/v1"', 'did you mean apps?'],
    ['get networkin.k8s.io:ingresses', 'resources[0]', '"ingresses"', 'did you mean networking.k8s.io?'],
    ['get *:pod', 'resources[0]', '"pod"', 'did you mean pods?'],
    ['get argoproj.io:Application', 'resources[0]', '"Application"', 'write application, if that is its plural'],
    ['use policy:podsecuritypolicies', 'resources[0]', '"podsecuritypolicies"', `take it out, ${SELF}`],
    ['create :pods/exec :pods/log', 'resources[1]', '"pods/log"', 'write one of get, or take it out'],
    ['list authorization.k8s.io:subjectaccessreviews', 'resources[0]', '"subjectaccessreviews"', 'write one of create, or take it out'],
    ['impersonate authentication.k8s.io:userextras', 'resources[0]', '"userextras"', 'write userextras/KEY'],
  ])('%s', (text, field, value, fix) => {
    expect(found([clusterRole('r', rule(text))])).toEqual([[`rules[0].${field}`, value, fix]]);
  });

  test('a list that was written as one word', () => {
    expect(found([clusterRole('r', { ...rule('get :pods'), verbs: ['get, list'] })])).toEqual([['rules[0].verbs[0]', '"get, list"', 'write a list: [get, list]']]);
  });

  test('a name with a wildcard, of what has names', () => {
    const named = (text: string, name: string) => found([clusterRole('r', rule(text, { resourceNames: [name] }))]).map(([, value]) => value);
    expect(named('get :secrets', 'web-*')).toEqual(['"web-*"']);
    expect(named('approve certificates.k8s.io:signers', 'example.com/*')).toEqual([]);
    expect(named('get argoproj.io:applications', '*')).toEqual([]);
  });

  test('a verb of a rule about paths', () => {
    const paths = (...verbs: string[]) => found([clusterRole('r', { verbs, nonResourceURLs: ['/metrics'] })]).map(([, value]) => value);
    expect(paths('gets', 'get', 'head', 'create', '*', 'other')).toEqual(['"gets"']);
  });

  test('in a Role, what lives in no namespace', () => {
    expect(found([role('shop', 'r', rule('get,list :nodes :pods'))])).toEqual([
      ['rules[0].resources[0]', '"nodes"', 'grant it by a ClusterRole and a ClusterRoleBinding, or take it out'],
    ]);
    expect(found([role('shop', 'r', rule('gets,list :nodes'))]).map(([, value]) => value)).toEqual(['"gets"', '"nodes"']);
    expect(found([role('shop', 'r', rule('list :namespaces'))])).toHaveLength(1);
    expect(found([role('shop', 'r', rule('get,list :namespaces'))])).toEqual([]);
    expect(found([role('shop', 'r', rule('bind rbac.authorization.k8s.io:clusterroles'))])).toEqual([]);
  });

  test('where it stands: object, file and construct', () => {
    const source = { file: 'a.yaml', line: 3 };
    const [finding] = idleRules([{ object: role('shop', 'r', rule('gets :pods')), source, construct: 'prod/r' }], 34);
    expect(finding).toMatchObject({ id: 'access-rule-idle', severity: 'low', object: 'Role shop/r', source, construct: 'prod/r', constructs: ['prod/r'] });
  });
});

describe('what may be asked is not idle', () => {
  test.each([
    ['* *:*'], ['get *:*'], ['get :*'], ['get,watch *:pods'], ['update *:*/finalizers'], ['update apps:deployments/finalizers'], ['get *:*/scale'], ['get *:widgets'],
    ['get :pods/log :pods'], ['get,list,watch :pods :pods/log'], ['get,list,watch :nodes/metrics'],
    ['get metrics.k8s.io:pods metrics.k8s.io:nodes'], ['get,list,watch scheduling.x-k8s.io:podgroups'], ['get resource.x-k8s.io:resourceclaims'],
    ['create :endpoints/restricted :services'], ['get external.metrics.k8s.io:queueLength'], ['use security.openshift.io:securitycontextconstraints'], ['updatepsa management.cattle.io:projects'],
    ['sync,set argoproj.io:applications'], ['get monitoring.coreos.com:prometheuses/api'], ['get projectcalico.org:networkpolicies'],
    ['get :pods apps:deployments extensions:daemonsets'], ['get,list extensions:ingresses networking.k8s.io:ingresses'],
    ['use :pods'], ['impersonate :users :groups :serviceaccounts'], ['impersonate-on:user-info:list :pods'], ['associated-node:update resource.k8s.io:resourceclaims/driver'],
    ['bind,escalate rbac.authorization.k8s.io:roles'], ['approve,sign,attest certificates.k8s.io:signers'], ['impersonate authentication.k8s.io:userextras/scopes'],
  ])('%s', text => {
    expect(found([clusterRole('r', rule(text))], 36)).toEqual([]);
  });

  test('the default roles of Kubernetes, of each minor in each', () => {
    for (const written of SUPPORTED_MINORS) {
      const { clusterRoles, roles } = bootstrapPolicy(written)!;
      for (const minor of [SUPPORTED_MINORS[0]!, written, SUPPORTED_MINORS.at(-1)!]) {
        expect(found([...clusterRoles, ...roles] as never, minor)).toEqual([]);
      }
    }
  });

  test('whatever Kubernetes asks of anything that it serves, alone in a rule', () => {
    const minor = SUPPORTED_MINORS.at(-1)!;
    const idle = [...authorizables()].filter(({ lastMinor }) => lastMinor === undefined)
      .flatMap(({ group, path, verbs }) => verbs.flatMap(verb => found([clusterRole('r', { verbs: [verb], apiGroups: [group], resources: [path] })], minor)));
    expect(idle).toEqual([]);
    expect(found([clusterRole('r', { verbs: [...REQUEST_VERBS], apiGroups: ['example.com'], resources: ['widgets', 'widgets/status'] })])).toEqual([]);
  });

  test('what a definition among the objects adds to a group of Kubernetes, and a group that an aggregated API serves', () => {
    const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', spec: { group: 'networking.k8s.io', names: { plural: 'clustercidrs' } } };
    const api = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', spec: { group: 'stable', service: { name: 'x' } } };
    const roles = [clusterRole('r', rule('get networking.k8s.io:clustercidrs')), clusterRole('s', rule('get stable:things'))];
    expect(found(roles)).toHaveLength(2);
    expect(found([...roles, definition, api])).toEqual([]);
  });

  test('a name of an old group beside the new one in another rule of the role', () => {
    const [old, now] = [rule('get,list extensions:deployments'), rule('get,list,watch apps:deployments')];
    expect(found([clusterRole('r', old, now)])).toEqual([]);
    expect(found([clusterRole('r', rule('get,delete extensions:deployments'), now)])).toHaveLength(1);
    expect(found([clusterRole('r', old, { ...now, resourceNames: ['web'] })])).toHaveLength(1);
  });

  test('the rules of an aggregated role, which are its controller\'s', () => {
    expect(found([{ ...clusterRole('r', rule('gets :pods')), aggregationRule: { clusterRoleSelectors: [{}] } }])).toEqual([]);
  });

  test('what a later minor will have; what went is told, with the minor', () => {
    const told = (text: string, minor: number) => idleRules([{ object: clusterRole('r', rule(text)) }], minor).map(({ message }) => message);
    const going = [...authorizables()].find(({ lastMinor, virtual }) => lastMinor !== undefined && !virtual)!;
    const text = `${going.verbs[0]} ${going.group}:${going.path}`;
    expect(told(text, going.lastMinor!)).toEqual([]);
    expect(told(text, going.lastMinor! + 1)).toEqual([`Kubernetes has it up to 1.${going.lastMinor}, and this is 1.${going.lastMinor! + 1}`]);
    expect(told('get admissionregistration.k8s.io:mutatingadmissionpolicies', 27)).toEqual([]);
  });
});
