import * as fc from 'fast-check';
import { FieldError, validateAuditPolicy, validateManifest, validateUpdate } from '../../src/manifests/validate';
import { Complaint, disagreement, every, Judgement } from '../conformance/agreement';
import { auditPolicy } from './generate/audit-policy';
import { Json, JsonObject, Path } from './generate/json';
import { NAMESPACE } from './generate/metadata';
import { mutated } from './generate/mutate';
import { networkPolicy } from './generate/network-policy';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './generate/rbac';
import { independent } from './generate/request';
import { ControlPlane } from './harness/control-plane';
import { compareAll, Comparison, RUNS, SEED, Tally } from './harness/differential';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { LineProgram } from './harness/lines';
import { collectionPath, objectPath } from './harness/objects';
import { unknownFields, verdictOf } from './harness/verdict';

const assets = assetsFromEnvironment();
const options = { kubernetesMinor: minorFromEnvironment() };

/** Each kind with its share of the runs, in percent. */
const KINDS = [
  ['Role', role, 10],
  ['ClusterRole', clusterRole, 13],
  ['RoleBinding', roleBinding, 10],
  ['ClusterRoleBinding', clusterRoleBinding, 10],
  ['NetworkPolicy', networkPolicy, 22],
] as const;
const UPDATES = 20;
const AUDIT = 15;
const share = (percent: number) => Math.ceil(RUNS * percent / 100);

jest.setTimeout(60_000 + RUNS * 100);

/** Prints what was compared, so that a run that compared little is seen. */
function agreed(what: string, tally: Tally): void {
  process.stderr.write(`${what}: ${tally.offered} offered, ${tally.accepted} accepted, BULWARK_SEED=${SEED}\n`);
  expect(tally.disagreements.join('\n')).toBe('');
  // Both answers must occur, or nothing was compared.
  expect(tally.accepted).toBeGreaterThan(tally.offered / 10);
  expect(tally.accepted).toBeLessThan(tally.offered * 9 / 10);
}

function compared(ours: readonly FieldError[], theirs: Judgement, list?: (errors: readonly Complaint[]) => readonly string[]): Comparison {
  return { accepted: theirs.accepted, disagreement: disagreement(ours, theirs, list) };
}

describe('the API server and we refuse the same objects for the same fields', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start(assets);
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
    expect((await plane.admin.send('POST', '/api/v1/namespaces', namespace)).status).toBe(201);
  });
  afterAll(() => plane?.finish());

  // The URL names version and kind, and the server fills them in where they are missing.
  const mayCreate = (place: Path) => place.length > 1 || (place[0] !== 'apiVersion' && place[0] !== 'kind');
  // The resource version depends on what others stored meanwhile.
  const mayUpdate = (place: Path) => mayCreate(place) && place[1] !== 'resourceVersion';

  test.each(KINDS)('%s', async (kind, valid, percent) => {
    const path = collectionPath({ ...fc.sample(valid, { seed: SEED, numRuns: 1 })[0] as JsonObject, metadata: { namespace: NAMESPACE } });
    agreed(kind, await compareAll(mutated(valid, mayCreate).map(independent), share(percent), async object =>
      compared(validateManifest(object as JsonObject, options), await verdictOf(plane.admin, 'POST', path, object))));
  });

  test('replacing a stored object', async () => {
    const stored: Array<readonly [sent: Json, answered: Json]> = [];
    for (const [kind, valid] of KINDS) {
      for (const sample of fc.sample(valid, { seed: SEED, numRuns: 12 }) as JsonObject[]) {
        const namespace = kind.startsWith('Cluster') ? '' : NAMESPACE;
        const name = `stored-${kind.toLowerCase()}-${stored.length}`;
        const object = { ...sample, metadata: { ...sample.metadata as JsonObject, name, namespace } };
        const { status, body } = await plane.admin.send('POST', collectionPath(object), object);
        if (status === 201) {
          stored.push([object, body as Json]);
        }
      }
    }
    expect(stored.length).toBeGreaterThan(KINDS.length * 6);
    const changes = fc.nat(stored.length - 1).chain(which =>
      fc.record({ which: fc.constant(which), next: mutated(fc.constantFrom(...stored[which]!), mayUpdate).map(independent) }));
    agreed('updates', await compareAll(changes, share(UPDATES), async ({ which, next }) => {
      const before = stored[which]![1] as JsonObject;
      const verdict = await verdictOf(plane.admin, 'PUT', objectPath(before), next);
      return compared(validateUpdate(before, next as JsonObject, options), verdict);
    }, place => place[0] === 'next' && place.length > 1));
  });
});

describe('the audit policy validator and we', () => {
  interface Verdict {
    readonly accepted: boolean;
    readonly undecodable?: string;
    readonly strict: readonly string[];
    readonly errors: readonly Complaint[];
  }
  let judge: LineProgram<Json, Verdict>;

  beforeAll(() => {
    judge = new LineProgram(assets.auditpolicy);
  });
  afterAll(() => judge.close());

  test('refuse the same policies for the same fields, and as often', async () => {
    agreed('audit policies', await compareAll(mutated(auditPolicy, () => true), share(AUDIT), async policy => {
      const { accepted, undecodable, strict, errors } = await judge.ask(policy);
      const unknown = strict.flatMap(one => unknownFields(`strict decoding error: ${one}`));
      const verdict = { accepted, errors: [...unknown, ...errors], message: undecodable };
      return compared(validateAuditPolicy(policy as JsonObject, options), verdict, every);
    }));
  });
});
