import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { object, parsed, treeOf, type Json } from './support';
import { GitOpsAgent } from '../../../src/constructs/gitops/gitops-agent';
import { fanOutFiles } from '../../../src/deliver/agents';
import type { AgentModel } from '../../../src/deliver/agents/model';
import { ProblemError } from '../../../src/manifests/problem';

// Definitions of Argo CD and Flux, closed: a field that they do not name is refused. schemas/README.md says where they come from.
const ajv = new Ajv({ allErrors: true, validateFormats: false });
const VALIDATORS: Readonly<Record<string, ValidateFunction>> = Object.fromEntries(['Application', 'ApplicationSet', 'GitRepository', 'Kustomization']
  .map(kind => [kind, ajv.compile(JSON.parse(readFileSync(join(__dirname, 'schemas', `${kind}.json`), 'utf8')) as object)]));

/** What the definition of an object finds wrong with it. */
function wrong(made: Json): string[] {
  const validate = VALIDATORS[made.kind as string]!;
  validate(made);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${made.kind} ${instancePath} ${message}`);
}

/** The objects that the agent of a cluster reads, in its folder or beside it. */
function agentObjects(agent: AgentModel): Json[] {
  const own = [...treeOf(agent, [object('v1', 'Namespace', 'shop')])].filter(([path]) => path.startsWith('agent/'));
  return [...own, ...fanOutFiles('shop', [{ name: 'shop', agent, clusters: ['eu', 'us-1'] }])].map(([, text]) => parsed(text));
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const name = fc.constantFrom('flux-system', 'a.b', 'x'.repeat(63), 'default', '0');
const revision = fc.constantFrom('main', 'v1.2', 'refs/tags/v1', 'a'.repeat(40), 'feature/x', 'HEAD');
const path = fc.constantFrom('dist', 'dist/manifests/shop', 'clusters/a_b@c');
const address = fc.constantFrom('https://git.example.com/platform', 'ssh://git@git.example.com/platform', 'git@git.example.com:acme/platform.git');
const argo = fc.record({
  repoUrl: address,
  revision: maybe(revision),
  path: maybe(path),
  project: maybe(name),
  namespace: maybe(name),
  destination: maybe(name),
  destinationServer: maybe(fc.constant('https://10.0.0.1:6443')),
  automated: maybe(fc.boolean()),
});
const flux = fc.record({
  repoUrl: maybe(address),
  source: maybe(name),
  revision: maybe(revision),
  path: maybe(path),
  namespace: maybe(name),
  serviceAccountName: maybe(name),
  remote: maybe(fc.boolean()),
  interval: maybe(fc.integer({ min: 1, max: 700_000 }).map(seconds => Duration.seconds(seconds))),
});

/** The agent of some options; undefined where they are refused. */
function taken(make: () => GitOpsAgent): AgentModel | undefined {
  try {
    return make()._toModel('shop', undefined);
  } catch (e) {
    if (ProblemError.is(e)) return undefined;
    throw e;
  }
}

test.each([
  ['argoCd', argo.map(options => () => GitOpsAgent.argoCd(options)), ['Application', 'ApplicationSet']],
  ['flux', flux.map(options => () => GitOpsAgent.flux(options)), ['GitRepository', 'Kustomization']],
] as const)('whatever options GitOpsAgent.%s takes, its objects are valid by their definitions', (_, agents: fc.Arbitrary<() => GitOpsAgent>, kinds) => {
  const seen = new Set<string>();
  fc.assert(fc.property(agents, make => {
    const agent = taken(make);
    for (const made of agent ? agentObjects(agent) : []) {
      seen.add(made.kind as string);
      expect(wrong(made)).toEqual([]);
    }
  }), { numRuns: 200 });
  expect([...seen].sort()).toEqual([...kinds]);
});

test('the definitions refuse a field that they do not name, at any depth, a value that is not among those they name, and one that is missing', () => {
  const [application, set] = agentObjects(GitOpsAgent.argoCd({ repoUrl: 'https://git.example.com/platform' })._toModel('shop', undefined));
  const units = agentObjects(GitOpsAgent.flux({ repoUrl: 'https://git.example.com/platform' })._toModel('shop', undefined));
  const [repository, unit] = ['GitRepository', 'Kustomization'].map(kind => units.find(each => each.kind === kind)!);
  const changed = (made: Json, ...keys: string[]) => (value: unknown) => {
    const copy = structuredClone(made);
    keys.slice(0, -1).reduce((at, key) => at[key] as Json, copy)[keys.at(-1)!] = value;
    return wrong(copy).length > 0;
  };
  expect([
    changed(application!, 'spec', 'syncPolicy', 'selfHeal')(true),
    changed(application!, 'spec', 'source', 'directory', 'recursive')(true),
    changed(application!, 'spec', 'destination')(undefined),
    changed(set!, 'spec', 'template', 'spec', 'syncPolicy', 'syncOptions')('Prune=true'),
    changed(set!, 'spec', 'preserveResourcesOnDeletion')(true),
    changed(set!, 'spec', 'template', 'spec', 'sources')({}),
    changed(repository!, 'spec', 'interval')('10 minutes'),
    changed(repository!, 'spec', 'url')('git@git.example.com:acme/platform.git'),
    changed(repository!, 'spec', 'ref', 'tags')('v1'),
    changed(unit!, 'spec', 'deletionPolicy')('Keep'),
    changed(unit!, 'spec', 'sourceRef', 'kind')('Git'),
    changed(unit!, 'spec', 'dependOn')([]),
    changed(unit!, 'spec', 'prune')(undefined),
    changed(unit!, 'apiVersion')('kustomize.toolkit.fluxcd.io/v1beta2'),
  ].map((isRefused, at) => isRefused ? undefined : at).filter(at => at !== undefined)).toEqual([]);
});
