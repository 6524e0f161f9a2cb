import { appendFileSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { program, ROLE, ROLE_FILE, Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
const OUT = 'dist/manifests/shop';

beforeAll(async () => {
  box.put({ 'good/main.ts': program(ROLE) });
  expect(await box.run(['synth'], { cwd: 'good' })).toMatchObject({ code: 0 });
});

afterAll(() => box.remove());

interface BadInput {
  /** Lines of the program, from line 8 on. */
  readonly lines?: string;
  /** The whole program. */
  readonly text?: string;
  /** Changes the folder that holds the program and the old tree. */
  readonly prepare?: (folder: string) => void;
  readonly id: string;
  /** The place in the error's first line, after its id. */
  readonly at: RegExp;
  readonly message: RegExp;
  /** Where the library that threw knows no better, none is asked for. */
  readonly fix: RegExp;
}

const CASES: Readonly<Record<string, BadInput>> = {
  'a wrong CIDR': {
    lines: 'new TrafficPolicy(shop, \'db\', { pods: PodSelection.labelled({ app: \'db\' }),\n  ingress: [{ from: [Peer.ipBlock(\'10.0.0.0/99\')], ports: [Port.tcp(1)] }] });',
    id: 'object-invalid',
    at: /prod\/shop\/db\S* {2}main\.ts:8$/,
    message: /ipBlock\.cidr: must be a valid CIDR value[^]*found "10\.0\.0\.0\/99"/,
    fix: /an address and the length of its prefix/,
  },
  'a wrong label': {
    lines: '\nnew TrafficPolicy(shop, \'db\', { pods: PodSelection.labelled({ app: \'no spaces\' }), ingress: [] });',
    id: '(object|construct)-invalid',
    at: /main\.ts:9$/,
    message: /label[^]*found "no spaces"/,
    fix: /./,
  },
  'a wrong name': {
    lines: 'new SecuredNamespace(prod, \'Bad_Name\');',
    id: '(object|construct)-invalid',
    at: /prod\/Bad_Name\S* {2}main\.ts:8$/,
    message: /RFC 1123 label[^]*found "Bad_Name"/,
    fix: /./,
  },
  'a wrong verb': {
    lines: 'policy.Verb.custom(\'gett\');',
    id: 'construct-invalid',
    at: /main\.ts:8$/,
    message: /found "gett"/,
    fix: /./,
  },
  'a wrong port': {
    lines: 'Port.tcp(70000);',
    id: 'construct-invalid',
    at: /main\.ts:8$/,
    message: /from 1 to 65535 \(found 70000\)\n/,
    fix: /./,
  },
  'a wrong version': {
    lines: 'new Cluster(app, \'old\', { target: ClusterTarget.kubeadm({ kubernetes: \'1.19\' }) });',
    id: 'target-unsupported',
    at: /main\.ts:8$/,
    message: /1\.19 is not supported/,
    fix: /use one of 1\.27, /,
  },
  'a kind that the version does not serve': {
    lines: 'new ApiObject(shop, \'x\', { apiVersion: \'policy/v1beta1\', kind: \'PodSecurityPolicy\', metadata: { name: \'x\' } });',
    id: 'object-unserved',
    at: /prod\/shop\/x {2}main\.ts:\d+$/,
    message: /was removed in 1\.25/,
    fix: /Pod Security admission/,
  },
  'a duplicate identity': {
    lines: `${ROLE}\nnew ReadOnlyRole(shop, 'x', { name: 'pod-reader', bindingName: 'y', resources: [KubernetesResource.PODS], subjects: [Subject.user('jim')] });`,
    id: 'object-duplicate',
    at: /prod\/shop\/x\S* {2}main\.ts:9$/,
    message: /Role shop\/pod-reader: is also made by prod\/shop\/pod-reader/,
    fix: /another id or name/,
  },
  'an unknown file in the way': {
    lines: `${ROLE}\nnew ReadOnlyRole(shop, 'more', { resources: [KubernetesResource.PODS], subjects: [Subject.user('jim')] });`,
    prepare: folder => writeFileSync(`${folder}/${OUT}/${ROLE_FILE.replace('pod-reader', 'more')}`, 'mine\n'),
    id: 'file-foreign',
    at: /dist\/manifests\/shop\/prod\/manifests\/policies\/shop\/role-more\.yaml$/,
    message: /was not written by synth/,
    fix: /move it away/,
  },
  'a file that was changed by hand': {
    lines: 'new ReadOnlyRole(shop, \'pod-reader\', { resources: [KubernetesResource.SERVICES], subjects: [Subject.user(\'jim\')] });',
    prepare: folder => appendFileSync(`${folder}/${OUT}/${ROLE_FILE}`, '# mine\n'),
    id: 'file-edited',
    at: /dist\/manifests\/shop\/prod\/manifests\/policies\/shop\/role-pod-reader\.yaml$/,
    message: /was changed by hand/,
    fix: /restore the file/,
  },
  'an index that was tampered with': {
    lines: ROLE,
    prepare: folder => writeFileSync(`${folder}/${OUT}/prod/.bulwark.json`, '{"version": 1, "files": {"../../../main.ts": {"sha256": ""}}}'),
    id: 'index-unreadable',
    at: /dist\/manifests\/shop\/prod\/\.bulwark\.json$/,
    message: /is not a path inside its folder/,
    fix: /restore the file/,
  },
  'a folder of another app': {
    text: program(ROLE, { app: '{ name: \'other\', outdir: \'dist/manifests/shop\' }' }),
    id: 'file-foreign',
    at: /dist\/manifests\/shop\/\.bulwark\.json$/,
    message: /belongs to the app "shop", not "other"/,
    fix: /old name/,
  },
  'broken YAML that is included': {
    lines: 'new Include(shop, \'x\', { url: \'broken.yaml\' });',
    prepare: folder => writeFileSync(`${folder}/broken.yaml`, 'a: [\n'),
    id: 'app-failed',
    at: /main\.ts:8$/,
    message: /Include cannot make objects of its file/,
    fix: /bulwark check --from/,
  },
  'a cdk8s.yaml that is not YAML': {
    prepare: folder => writeFileSync(`${folder}/cdk8s.yaml`, 'app: [\n'),
    id: 'app-not-found',
    at: /cdk8s\.yaml$/,
    message: /is not YAML/,
    fix: /mend the file/,
  },
  'a cdk8s.yaml that names no program': {
    prepare: folder => writeFileSync(`${folder}/cdk8s.yaml`, 'app: python3 main.py\n'),
    id: 'app-not-found',
    at: /cdk8s\.yaml$/,
    message: /names no program that exists in `app` \("python3 main\.py"\)/,
    fix: /on the command line/,
  },
  'no app at all': {
    prepare: folder => rmSync(`${folder}/main.ts`),
    id: 'app-not-found',
    at: /./,
    message: /holds neither a cdk8s\.yaml nor a main\.ts/,
    fix: /name the program of the app/,
  },
  'an app that throws': {
    lines: 'throw new TypeError(\'went\\nwrong\');',
    id: 'app-failed',
    at: /main\.ts:8$/,
    message: /the program threw TypeError: went\n {2}wrong\n/,
    fix: /mend the program/,
  },
  'an app that throws what is no error': {
    lines: 'throw \'text\';',
    id: 'app-failed',
    at: /main\.ts$/,
    message: /the program threw text\n/,
    fix: /mend the program/,
  },
  'an app that throws deep inside': {
    text: `import { fail } from './deep/fail';\n${program('fail();')}`,
    prepare: folder => cpSync(`${folder}/fail.txt`, `${folder}/deep/fail.ts`),
    id: 'app-failed',
    at: /deep\/fail\.ts:3$/,
    message: /the program threw Error: deep\n/,
    fix: /mend the program/,
  },
  'an app without synth()': {
    text: program(ROLE, { end: '' }),
    id: 'app-without-synth',
    at: /main\.ts$/,
    message: /never called synth\(\)/,
    fix: /end the program with app\.synth\(\)/,
  },
  'an app with a syntax error': {
    lines: 'const a = ;',
    id: 'app-failed',
    at: /main\.ts:8:11$/,
    message: /is not a program: Unexpected token\n/,
    fix: /syntax/,
  },
  'an app that imports what does not exist': {
    lines: 'import \'./missing\';',
    id: 'app-failed',
    at: /main\.ts:8$/,
    message: /cannot find the module "\.\/missing"/,
    fix: /path of the import/,
  },
  'an app that imports a package that is not installed': {
    lines: '\nimport \'@no-such/package/x\';',
    id: 'app-failed',
    at: /main\.ts:9$/,
    message: /cannot find the package "@no-such\/package\/x"/,
    fix: /npm install @no-such\/package$/m,
  },
  'an app that ends the process': {
    lines: 'try { process.exit(3); } catch { /* goes on */ }',
    id: 'app-failed',
    at: /main\.ts$/,
    message: /called process\.exit\(3\)/,
    fix: /throw an error instead/,
  },
  'an app that wants the process to fail': {
    lines: 'process.exitCode = 3;',
    id: 'app-failed',
    at: /main\.ts$/,
    message: /set process\.exitCode to 3/,
    fix: /throw an error instead/,
  },
  'a promise that is rejected and nobody waits for': {
    lines: 'setTimeout(() => { void Promise.reject(new Error(\'later\')); }, 20);',
    id: 'app-failed',
    at: /main\.ts:8$/,
    message: /the program threw Error: later\n/,
    fix: /mend the program/,
  },
  'an error in a timer': {
    lines: 'setTimeout(() => { throw new Error(\'later\'); }, 20);',
    id: 'app-failed',
    at: /main\.ts:8$/,
    message: /the program threw Error: later\n/,
    fix: /mend the program/,
  },
  'a cluster that is not there': {
    lines: ROLE,
    id: 'cluster-unknown',
    at: /./,
    message: /no cluster has this name \(found "staging"\)\n/,
    fix: /name one of prod/,
  },
};

async function runBad(name: string, { lines, text, prepare }: BadInput, at: number): Promise<{ run: Awaited<ReturnType<Sandbox['run']>>; changed: string[] }> {
  const folder = `case-${at}`;
  cpSync(box.path('good'), box.path(folder), { recursive: true, preserveTimestamps: true });
  box.put({ [`${folder}/main.ts`]: text ?? program(lines), [`${folder}/fail.txt`]: 'export function fail(): void {\n\n  throw new Error(\'deep\');\n}\n' });
  box.put({ [`${folder}/deep/.keep`]: '' });
  prepare?.(box.path(folder));
  const before = box.snapshot(folder);
  const run = await box.run(['synth', ...name === 'a cluster that is not there' ? ['--cluster', 'staging'] : []], { cwd: folder });
  const after = box.snapshot(folder);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(path => before.get(path) !== after.get(path));
  return { run, changed };
}

// Two at a time: most of each run is waiting for the disk.
const results = new Map<string, ReturnType<typeof runBad>>();
let last: Promise<unknown>[] = [];
beforeAll(() => {
  last = [Promise.resolve(), Promise.resolve()];
  Object.entries(CASES).forEach(([name, input], at) => {
    const result = last[at % 2]!.then(() => runBad(name, input, at));
    results.set(name, result);
    last[at % 2] = result.catch(() => undefined);
  });
});
afterAll(() => Promise.all(last));

test.each(Object.entries(CASES))('%s is one error with its place and its fix, and nothing is written', async (name, { id, at, message, fix }) => {
  const { run: { code, out, err }, changed } = await results.get(name)!;
  expect({ code, out, changed }).toEqual({ code: 2, out: '', changed: [] });
  const errors = err.split('\n').filter(line => /^\S/.test(line));
  expect(errors).toEqual([expect.stringMatching(new RegExp(`^error ${id}(  |$)`))]);
  expect(errors[0]!.replace(/^error \S+/, '').split(': ')[0]!.trim() || '(nowhere)').toMatch(at);
  expect(err).toMatch(message);
  expect(/^ {2}fix: (.+)$/m.exec(err)?.[1]).toMatch(fix);
  expect(err).not.toMatch(/^\s+at /m);
  expect(err).not.toContain('node_modules');
});
