import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { disagreement, Judgement } from './agreement';
import { FieldError, validateManifest, validateUpdate } from '../../src/manifests/validate';

// Answers of a live kube-apiserver 1.36 with strict field validation and dry run. The lines of
// `kubelet --config` are left out: a kubelet's configuration is a host file, and validated with those.

interface Line {
  readonly id: string;
  readonly manifests: readonly Record<string, unknown>[];
  readonly queries: readonly {
    readonly op: string;
    readonly endpoint: string;
    readonly mutation: string;
    readonly expected: Judgement;
    readonly expectedLegacyCIDR?: Judgement;
  }[];
}

const lines = gunzipSync(readFileSync(join(__dirname, 'data', 'validation.jsonl.gz'))).toString('utf8')
  .split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Line);

function validated(line: Line, kubernetesMinor: number): FieldError[] {
  const [first, second] = line.manifests;
  if (!first) throw new Error(`${line.id} holds no manifest`);
  return second ? validateUpdate(first, second, { kubernetesMinor }) : validateManifest(first, { kubernetesMinor });
}

/** One text for each line that is decided otherwise than Kubernetes decided it. */
function disagreements(of: readonly Line[], expectation: (line: Line) => Judgement | undefined, kubernetesMinor: number): string[] {
  return of.flatMap(line => {
    const expected = expectation(line);
    if (!expected) return [];
    const found = disagreement(validated(line, kubernetesMinor), expected);
    return found === undefined ? [] : [`${line.id} ${line.queries[0]?.mutation}: ${found}`];
  });
}

const endpoints = [
  'networking.k8s.io/v1/networkpolicies',
  'rbac.authorization.k8s.io/v1/clusterrolebindings',
  'rbac.authorization.k8s.io/v1/clusterroles',
  'rbac.authorization.k8s.io/v1/rolebindings',
  'rbac.authorization.k8s.io/v1/roles',
];

describe('the API server and we refuse the same objects for the same fields', () => {
  test.each(endpoints)('%s', endpoint => {
    const of = lines.filter(line => line.queries[0]?.endpoint === endpoint);
    expect(of.length).toBeGreaterThan(30);
    expect(disagreements(of, line => line.queries[0]?.expected, 36)).toEqual([]);
  });

  test('no other endpoint but the kubelet is in the data', () => {
    const others = lines.map(line => line.queries[0]?.endpoint).filter(endpoint => endpoint !== 'kubelet --config');
    expect([...new Set(others)].sort()).toEqual(endpoints);
  });

  test('up to 1.35 a CIDR that is not canonical is taken', () => {
    const of = lines.filter(line => line.queries[0]?.expectedLegacyCIDR);
    expect(of.length).toBeGreaterThan(0);
    expect(disagreements(of, line => line.queries[0]?.expectedLegacyCIDR, 35)).toEqual([]);
  });

  test('nothing else depends on the minor', () => {
    const of = lines.filter(line => line.queries[0]?.endpoint !== 'kubelet --config' && !line.queries[0]?.expectedLegacyCIDR);
    expect(disagreements(of, line => line.queries[0]?.expected, 27)).toEqual([]);
  });
});
