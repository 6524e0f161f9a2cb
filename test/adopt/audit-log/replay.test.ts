import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { createColors } from 'picocolors';
import { event, logOf } from './events';
import { openLog } from '../../../src/adopt/audit-log/log-stream';
import { replay, type Replay, type ReplayOptions } from '../../../src/adopt/audit-log/replay';
import type { AuditPolicy, AuditPolicyRule } from '../../../src/manifests/model';
import { auditReplayText } from '../../../src/report/audit-replay-text';

const policyOf = (...rules: AuditPolicyRule[]): AuditPolicy => ({ apiVersion: 'audit.k8s.io/v1', rules });
const EVERYTHING = policyOf({ level: 'Metadata' });
const lines = (...events: object[]) => `${events.map(each => JSON.stringify(each)).join('\n')}\n`;

function run(text: string | Buffer, options: Partial<ReplayOptions> = {}, piece?: number): Promise<Replay> {
  return replay([logOf(text, piece)], { policy: EVERYTHING, minor: 36, ...options });
}

test('events of JSON lines, lists in one line, lists over many lines and single documents over many lines are the same events', async () => {
  const events = [event(), event({ verb: 'get' }), event({ user: { username: 'zoe' } })];
  const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: events.map(({ kind: _k, apiVersion: _v, ...rest }) => rest) };
  const forms = [
    lines(...events), lines(...events).replaceAll('\n', '\r\n'), lines(list), `${JSON.stringify(list, null, 2)}\n`, `${JSON.stringify(list, null, 2)}`,
    events.map(each => JSON.stringify(each, null, 4)).join('\n'), `\n${lines(...events)}\n\n`, lines(...events).trimEnd(),
  ];
  for (const form of forms) {
    const { before, after, leftOut, byUser } = await run(form);
    expect([before.events, after.events, leftOut, byUser.map(({ what }) => what).sort()]).toEqual([3, 3, 0, ['jane', 'zoe']]);
  }
});

test('how the bytes come in pieces changes nothing', async () => {
  const text = lines(event({ user: { username: 'jürgen' } }), event({ level: 'Request', requestObject: { a: 'ü'.repeat(40) } }), { kind: 'Else' });
  const { logs: _l, ...whole } = await run(text, {}, 1_000_000);
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async piece => {
    const { logs: _m, ...found } = await run(text, {}, piece);
    expect(found).toEqual(whole);
  }), { numRuns: 30 });
});

test('bytes are those of the lines, without the bodies that a lower level leaves out', async () => {
  const full = event({ level: 'RequestResponse', requestObject: { a: 'x'.repeat(50) }, responseObject: { b: 'y'.repeat(70) } });
  const { requestObject: _q, responseObject: _r, ...bare } = full;
  const size = (of: object) => JSON.stringify(of).length;
  const { before, after, changed } = await run(lines(full));
  expect(before.bytes).toBe(size(full));
  expect(after.bytes).toBe(size(bare));
  expect(changed).toEqual({ lost: 0, lowered: 1, gained: 0, raised: 0 });
  const request = await run(lines(full), { policy: policyOf({ level: 'Request' }) });
  expect(request.after.bytes).toBe(size({ ...bare, requestObject: full.requestObject }));
});

test('a stage at which the policy logs, and of which the log holds no event, is named, since no figure has its events', async () => {
  const text = lines(event({ verb: 'get' }), event({ verb: 'watch' }));
  expect((await run(text)).unheldStages).toEqual(['RequestReceived', 'ResponseStarted']);
  const omit = { ...EVERYTHING, omitStages: ['RequestReceived', 'ResponseStarted'] } as const;
  expect((await run(text, { policy: omit })).unheldStages).toEqual([]);
  expect((await run(text, { policy: omit, against: EVERYTHING })).unheldStages).toEqual(['RequestReceived', 'ResponseStarted']);
  expect((await run(lines(event({ verb: 'get' }), event({ stage: 'RequestReceived' })))).unheldStages).toEqual([]);
  expect((await run(text, { policy: policyOf({ level: 'None' }) })).unheldStages).toEqual([]);
  const shown = auditReplayText(await run(text), { policy: 'p.yaml', rules: EVERYTHING.rules }, createColors(false));
  expect(shown).toContain('the log holds no event of the stages RequestReceived and ResponseStarted, at which the policy logs such requests: those events are not counted');
});

test('what would be lost, lowered and raised is told by request and rule, against the log or against a policy', async () => {
  const text = lines(
    event({ auditID: 'one', objectRef: { resource: 'secrets', namespace: 'shop' }, verb: 'get' }), event({ level: 'Request', verb: 'create', requestObject: {} }),
    event({ objectRef: undefined, requestURI: '/healthz?verbose=1', verb: 'get' }), event({ stage: 'RequestReceived' }), event({ user: {}, stage: 'ResponseStarted' }),
  );
  const policy: AuditPolicy = {
    ...policyOf({ level: 'None', nonResourceURLs: ['/healthz'] }, { level: 'Request', resources: [{ resources: ['secrets'] }] }, { level: 'Metadata' }),
    omitStages: ['RequestReceived'],
  };
  const { changes, changed, unmeasured, byRule, before, after } = await run(text, { policy });
  expect(changed).toEqual({ lost: 2, lowered: 1, gained: 0, raised: 1 });
  expect(unmeasured).toBe(1);
  expect([before.events, after.events]).toEqual([5, 3]);
  expect(changes.map(({ kind, what, from, to, toRule }) => [kind, what, from, to, toRule])).toEqual([
    ['lost', 'get /healthz', 'Metadata', 'None', 0], ['lost', 'list pods', 'Metadata', 'None', 2],
    ['lowered', 'create pods', 'Request', 'Metadata', 2], ['raised', 'get secrets', 'Metadata', 'Request', 1],
  ]);
  expect(changes[3]!.example).toBe('one');
  expect(byRule.map(({ rule, before: { events } }) => [rule, events])).toEqual([[0, 1], [1, 1], [2, 3]]);
  const against = await run(text, { policy, against: policyOf({ level: 'None', resources: [{ group: '' }] }, { level: 'Metadata' }) });
  expect(against.changed).toEqual({ lost: 1, lowered: 0, gained: 3, raised: 0 });
  expect(against.changes[0]).toMatchObject({ kind: 'lost', fromRule: 1, toRule: 0 });
});

test('lines that are no events are counted and named by their numbers', async () => {
  const text = `${lines(event())}I0101 12:00:00 a line of klog\n${lines(
    event({ apiVersion: 'audit.k8s.io/v1beta1' }), { kind: 'Pod' }, event({ level: 'None' }), event({ stage: 'Later' }), event({ objectRef: {} }), [], 7 as unknown as object,
    { kind: 'EventList', apiVersion: 'audit.k8s.io/v1beta1', items: [event()] }, { ...event(), user: { username: 5 } },
  )}${JSON.stringify(event()).slice(0, -20)}`;
  const { badLines, leftOut, before } = await run(text);
  expect(before.events).toBe(1);
  expect(leftOut).toBe(11);
  expect(badLines.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'is no JSON'], [3, 'is of another version than audit.k8s.io/v1'], [4, 'is no Event'], [5, 'has no level at which events are written'], [6, 'has no stage'],
    [7, 'has an objectRef that names no resource'], [8, 'is no JSON object'], [9, 'is no JSON object'], [10, 'is of another version than audit.k8s.io/v1'],
    [11, 'has a user that is none'], [12, 'is cut off or no JSON'],
  ]);
  expect(badLines.every(({ file }) => file === 'audit.log')).toBe(true);
});

test('with strict it stops at the first', async () => {
  const result = await run(`${lines(event())}x\n${lines(event())}`, { strict: true });
  expect(result).toMatchObject({ stopped: true, leftOut: 1, before: { events: 1 } });
});

test('a document that never ends is named by the line on which it began', async () => {
  const { badLines, before } = await run(`${lines(event())}{\n "kind": "Event",\n`);
  expect([before.events, badLines]).toEqual([1, [{ file: 'audit.log', line: 2, reason: 'begins a document that never ends' }]]);
});

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const put = (name: string, bytes: Buffer | string) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const text = lines(...Array.from({ length: 2000 }, (_, at) => event({ auditID: `id-${at}`, user: { username: `user-${at % 7}` } })));

  test('packed and plain ones, one after the other, whatever their names', async () => {
    const files = [put('plain.gz', text), put('packed.log', gzipSync(text)), put('joined.gz', Buffer.concat([gzipSync(text), gzipSync(text)])), put('empty', '')];
    const { before, leftOut, logs } = await replay(files.map(openLog), { policy: EVERYTHING, minor: 36 });
    expect([before.events, leftOut]).toEqual([8000, 0]);
    expect(logs.map(({ events }) => events)).toEqual([2000, 2000, 4000, 0]);
  });

  test('a packed file that ends early is told, and what came out of it counts', async () => {
    const cut = put('cut.gz', gzipSync(text).subarray(0, -200));
    const { leftOut, badLines } = await replay([openLog(cut)], { policy: EVERYTHING, minor: 36 });
    expect(leftOut).toBeGreaterThanOrEqual(1);
    expect(badLines.at(-1)!.reason).toContain('ends here');
  });

  test('what cannot be opened is an error', () => {
    expect(() => openLog(join(folder, 'missing'))).toThrow(/cannot be read \(ENOENT\)/);
    expect(() => openLog(folder)).toThrow(/cannot be read \(EISDIR\)/);
  });
});

test('users beyond those that are kept apart are one row, and every event is counted', async () => {
  const text = lines(...Array.from({ length: 20_500 }, (_, at) => event({ user: { username: `u${at}` } })));
  const { before, byUser } = await run(text, { top: 1 }, 1_000_000);
  expect(before.events).toBe(20_500);
  expect(byUser[0]).toMatchObject({ what: '(others)', before: { events: 500 } });
});
