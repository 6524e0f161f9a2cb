import * as fc from 'fast-check';
import { runProgram } from './run';
import { canonical } from '../../../src/adopt/manifests/clean';
import { importManifests, type ImportOptions } from '../../../src/adopt/manifests/import';
import { compareAccess } from '../../../src/compare/access';
import { compareNetwork } from '../../../src/compare/network';
import { policyOf } from '../../../src/decide/access/build';
import { networkOf } from '../../../src/engine/network';
import { identityOf } from '../../../src/manifests/identity';
import { ProblemError } from '../../../src/manifests/problem';

jest.setTimeout(120_000);

const OPTIONS: ImportOptions = { clusterName: 'prod', distribution: 'generic', minor: 36 };
type Json = Record<string, any>;

/** Texts that try to leave a literal, a comment or a line, and names that mean something to JavaScript. */
const HOSTILE = ['\'); process.exit(9); (\'', '`${process.exit(9)}`', '*/ evil(); /*', 'a\nb\r\u2028c', '\\', '\\\'', '</script>', '\u202e', 'constructor', '__proto__', 'toString', '"', '${x}', '# x'];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ maxLength: 6 }));
const namespace = fc.constantFrom('shop', 'default', 'delete', '1st', 'a-b', 'ab', 'constructor', 'app', 'exports', 'module', 'require');
const name = fc.constantFrom('web', 'view', 'default-deny', 'a.b', 'a-b', 'quota', 'x'.repeat(60));
const rbacName = fc.oneof(name, fc.constantFrom(...HOSTILE.filter(each => !/[/%]/.test(each))), fc.constantFrom('system:x', 'Upper'));
const RBAC = 'rbac.authorization.k8s.io';

const some = (items: readonly string[]) => fc.shuffledSubarray([...items], { minLength: 1 });
const rule = fc.record({
  apiGroups: some(['', 'apps', 'example.com']),
  resources: some(['pods', 'pods/log', 'deployments', 'widgets', '*']),
  verbs: some(['get', 'list', 'watch', 'create', 'delete', 'use']),
  resourceNames: fc.option(fc.array(text.filter(each => each !== ''), { minLength: 1, maxLength: 2 }), { nil: undefined }),
}).map(each => JSON.parse(JSON.stringify(each)) as Json);
const role = fc.tuple(namespace, rbacName, fc.array(rule, { maxLength: 3 }), fc.boolean()).map(([place, own, rules, wide]): Json => ({
  apiVersion: `${RBAC}/v1`, kind: wide ? 'ClusterRole' : 'Role', metadata: { name: own, ...wide ? {} : { namespace: place } }, rules,
}));
const subject = fc.oneof(
  text.filter(each => each !== '').map(each => ({ kind: 'User', name: each, apiGroup: RBAC })),
  fc.constantFrom('devs', 'system:authenticated', 'system:serviceaccounts:shop').map(each => ({ kind: 'Group', name: each, apiGroup: RBAC })),
  fc.tuple(namespace, name).map(([place, own]) => ({ kind: 'ServiceAccount', namespace: place, name: own })),
);
const bound = fc.tuple(namespace, rbacName, rbacName, fc.array(subject, { maxLength: 3 }), fc.boolean(), fc.boolean());
const binding = bound.map(([place, own, of, subjects, wide, cluster]): Json => ({
  apiVersion: `${RBAC}/v1`,
  kind: wide ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: { name: own, ...wide ? {} : { namespace: place } },
  roleRef: { apiGroup: RBAC, kind: wide || cluster ? 'ClusterRole' : 'Role', name: of },
  subjects,
}));

const labels = fc.dictionary(fc.constantFrom('app', 'team', 'example.com/x'), fc.constantFrom('', 'web', 'yes', '1'), { noNullPrototype: true });
const selector = fc.record({
  matchLabels: labels,
  matchExpressions: fc.array(fc.constantFrom({ key: 'tier', operator: 'In', values: ['b', 'a'] }, { key: 'old', operator: 'DoesNotExist' }), { maxLength: 2 }),
}, { requiredKeys: [] });
const peer = fc.oneof(
  fc.constantFrom({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.2.0.0/16', '10.1.0.0/16'] } }, { ipBlock: { cidr: '::/0' } }),
  fc.record({ podSelector: selector, namespaceSelector: selector }, { requiredKeys: [] }).filter(each => Object.keys(each).length > 0),
);
const port = fc.constantFrom({ port: 80 }, { port: 80, protocol: 'TCP' }, { port: 'dns', protocol: 'UDP' }, { port: 8000, endPort: 9000, protocol: 'TCP' }, { protocol: 'SCTP' }, {});
const rules = (side: string) => fc.array(fc.record({
  [side]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }),
}, { requiredKeys: [] }), { maxLength: 2 });
const policy = fc.tuple(namespace, name, fc.record({
  podSelector: selector, ingress: rules('from'), egress: rules('to'), policyTypes: fc.constantFrom(['Ingress'], ['Egress', 'Ingress'], ['Egress']),
}, { requiredKeys: ['podSelector'] })).map(([place, own, spec]): Json => ({
  apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: place, name: own }, spec,
}));

const plain = fc.oneof(
  fc.tuple(namespace, name, fc.dictionary(fc.constantFrom('a', 'b.c'), text, { noNullPrototype: true })).map(([place, own, data]): Json => ({
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: place, name: own }, data,
  })),
  fc.tuple(namespace, name, fc.jsonValue(), labels).map(([place, own, spec, own2]): Json => ({
    apiVersion: 'example.com/v1', kind: 'Widget', metadata: { namespace: place, name: own, labels: own2, annotations: { why: '\'' } }, spec,
  })),
  fc.tuple(namespace, labels).map(([own, own2]): Json => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: own, labels: own2 } })),
);
const objects = fc.uniqueArray(fc.oneof(role, binding, policy, plain), { maxLength: 12, selector: identityOf });

/** What an object is without what cdk8s leaves out of metadata when it is empty. */
function bare(object: Json): string {
  const kept = Object.entries(object.metadata as Json).filter(([, each]) => typeof each !== 'object' || Object.keys(each as Json).length > 0);
  return canonical({ ...object, metadata: Object.fromEntries(kept) });
}

/** What the program makes; undefined where the import was refused, object by object. */
async function synthesized(given: readonly Json[], options: Partial<ImportOptions>): Promise<Json[] | undefined> {
  let program: ReturnType<typeof importManifests>;
  try {
    program = importManifests(given.map(object => ({ object, source: { file: 'x.yaml', line: 1, column: 1 } })), { ...OPTIONS, ...options });
  } catch (e) {
    if (ProblemError.is(e)) {
      expect(e.problems.filter(({ object }) => object === undefined)).toEqual([]);
      return undefined;
    }
    throw e;
  }
  return (await runProgram(program.files)).objects.map(({ object }) => object as Json);
}

test('exact: import then synth gives the same objects, or says of which objects that cannot be', async () => {
  let through = 0;
  await fc.assert(fc.asyncProperty(objects, fc.boolean(), async (given, split) => {
    const found = await synthesized(given, { exact: true, split });
    if (found) {
      through += 1;
      expect(found.map(bare).sort()).toEqual(given.map(bare).sort());
    }
  }), { numRuns: 60 });
  expect(through).toBeGreaterThan(10);
});

test('import then synth gives objects of the same identities, in which nobody may do, reach or hide anything else', async () => {
  let through = 0;
  await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.oneof(role, binding, policy), { maxLength: 8, selector: identityOf }), async given => {
    const found = await synthesized(given, {});
    if (found) {
      through += 1;
      expect(found.map(identityOf).sort()).toEqual(given.map(identityOf).sort());
      const [old, now] = [given, found].map(each => each.map(object => ({ object })));
      expect(compareAccess(policyOf(old!), policyOf(now!)).changes).toEqual([]);
      const [before, after] = [old!, now!].map(each => networkOf({ objects: each, minor: 36 }).model);
      expect(compareNetwork(before!, after!)).toEqual([]);
    }
  }), { numRuns: 60 });
  expect(through).toBeGreaterThan(10);
});

test('the order of manifests decides nothing', () => {
  fc.assert(fc.property(objects, given => {
    const program = (all: readonly Json[]) => {
      try {
        return [...importManifests(all.map(object => ({ object, source: { file: 'x.yaml' } })), OPTIONS).files];
      } catch (e) {
        return ProblemError.is(e) ? e.problems.map(({ object, message }) => `${object} ${message}`).sort() : String(e);
      }
    };
    expect(program([...given].reverse())).toEqual(program(given));
  }), { numRuns: 30 });
});
