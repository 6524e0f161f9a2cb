import * as fc from 'fast-check';
import { RUNS, SEED } from './harness/differential';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { auditPolicyOf } from './kit/audit-policy';
import { auditedRequest, type AuditedRequest } from './kit/audit-request';
import { AuditServer } from './kit/audit-server';
import { decideAudit, loggedStages, type AuditAttributes } from '../../src/decide/audit';
import { AuditIndex } from '../../src/decide/audit/audit-index';
import type { AuditPolicy } from '../../src/manifests/model';

/** Levels and stages in the log of a running API server are those that we decide, under generated policies. */

const REQUESTS_EACH = 300;
/** 2,000 requests at least, whatever the number of runs. */
const POLICIES = Math.max(7, Math.ceil(RUNS / 200));
jest.setTimeout(180_000 + POLICIES * 20_000);

let server: AuditServer;

beforeAll(async () => server = await AuditServer.start(assetsFromEnvironment()));
afterAll(() => server?.finish());

test('every request of a running API server is logged at our level and stages', async () => {
  const minor = minorFromEnvironment();
  const requestsOf = fc.array(auditedRequest, { minLength: REQUESTS_EACH, maxLength: REQUESTS_EACH });
  const disagreements: string[] = [];
  const levels: Record<string, number> = {};
  let asked = 0;
  for (const [generated, requests] of fc.sample(fc.tuple(auditPolicyOf(minor), requestsOf), { seed: SEED, numRuns: POLICIES })) {
    const policy = generated as unknown as AuditPolicy;
    const index = new AuditIndex(policy, minor);
    const logged = await server.log(generated, requests);
    requests.forEach((request, at) => {
      const theirs = logged[at]!;
      const attributes = attributesOf(request, theirs.status);
      const decision = decideAudit(policy, attributes, minor);
      const stages = loggedStages(attributes, decision);
      // What is omitted at every stage leaves no trace of its level.
      const ours = { level: stages.length === 0 ? undefined : decision.level, stages };
      asked += 1;
      levels[ours.level ?? 'nothing'] = (levels[ours.level ?? 'nothing'] ?? 0) + 1;
      if (JSON.stringify([ours.level, stages]) !== JSON.stringify([theirs.level, [...theirs.stages].sort(byTime)])
        || JSON.stringify(index.decide(attributes)) !== JSON.stringify(decision)) {
        disagreements.push(`${JSON.stringify(request)}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}\n  under ${JSON.stringify(generated)}`);
      }
    });
  }
  process.stderr.write(`audit: ${POLICIES} policies, ${asked} requests, ${Object.entries(levels).sort().map(([level, count]) => `${count} ${level}`).join(', ')}, BULWARK_SEED=${SEED}\n`);
  expect(disagreements).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(2000);
  expect(Object.keys(levels).length).toBeGreaterThanOrEqual(4);
});

const ORDER = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];
const byTime = (a: string, b: string) => ORDER.indexOf(a) - ORDER.indexOf(b);

function attributesOf({ attributes }: AuditedRequest, status: number): AuditAttributes {
  const { user, groups = [], verb, objectRef, path } = attributes;
  return {
    user: user === undefined || status === 401 ? null : { name: user, groups },
    verb,
    resourceRequest: objectRef !== undefined,
    ...objectRef ?? { apiGroup: '', resource: '', subresource: '', namespace: '', name: '' },
    path,
  };
}
