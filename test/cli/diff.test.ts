import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN } from './support';

const SHOP = join(__dirname, '../../dist/manifests/shop');
let root: string;
const AUTHOR = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
const git = (...args: string[]) => execFileSync('git', [...AUTHOR, ...args], { cwd: root, encoding: 'utf8' });

function bulwark(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const env = { ...process.env, NO_COLOR: '1' } as NodeJS.ProcessEnv;
  for (const name of ['JEST_WORKER_ID', 'GITHUB_WORKSPACE', 'FORCE_COLOR']) delete env[name];
  return spawnSync(process.execPath, [MAIN, ...args], { cwd: root, encoding: 'utf8', env });
}

const VIEWER = 'dist/manifests/shop/prod/manifests/policies/cart/role-viewer.yaml';

const BINDING = (name: string, role: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${role}
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: jane
`;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'bulwark-diff-'));
  git('init', '-q', '-b', 'main');
  cpSync(SHOP, join(root, 'dist/manifests/shop'), { recursive: true });
  writeFileSync(join(root, 'old.yaml'), BINDING('jane', 'view'));
  git('add', '-A');
  git('commit', '-qm', 'first');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Index {
  readonly target: { kubernetes: string };
  readonly guarantees: unknown[];
  readonly acknowledgements: unknown[];
  readonly files: Record<string, unknown>;
}

/** Edits the tree as a synth would have written it: the index is edited along. */
function editIndex(change: (index: Index) => void): () => void {
  const file = join(root, 'dist/manifests/shop/prod/.bulwark.json');
  const text = readFileSync(file, 'utf8');
  const index = JSON.parse(text);
  change(index);
  writeFileSync(file, JSON.stringify(index));
  return () => writeFileSync(file, text);
}

describe('bulwark diff', () => {
  test('a revision and the same tree mean the same: exit 0', () => {
    const { status, stdout } = bulwark('diff', 'HEAD', 'dist/manifests');
    expect([status, stdout.match(/no change/g)?.length]).toEqual([0, 2]);
  });

  test('two files that differ: exit 1, and 0 where only broadenings count and there is none', () => {
    writeFileSync(join(root, 'new.yaml'), BINDING('jane', 'edit'));
    const wider = bulwark('diff', 'old.yaml', 'new.yaml', '--format', 'json');
    expect(wider.status).toBe(1);
    const { changes } = JSON.parse(wider.stdout);
    expect(changes[0]).toMatchObject({
      domain: 'access',
      direction: 'broadened',
      witness: { user: { name: 'jane' } },
      before: { decision: 'no-opinion' },
      after: { decision: 'allow' },
      because: [expect.stringContaining('ClusterRoleBinding jane gives ClusterRole edit')],
    });
    expect(bulwark('diff', 'new.yaml', 'old.yaml', '--fail-on', 'broadening').status).toBe(0);
    expect(bulwark('diff', 'new.yaml', 'old.yaml').status).toBe(1);
  });

  test('a guarantee that went, an acknowledgement that came and another target are broadenings', () => {
    const restore = editIndex(index => {
      index.guarantees.splice(index.guarantees.findIndex(each => JSON.stringify(each).includes('reads-only')), 1);
      index.acknowledgements.push({ construct: 'prod/cart', ids: ['access-secrets-read'], reason: 'it is late' });
      index.target.kubernetes = '1.35';
    });
    const { status, stdout } = bulwark('diff', 'HEAD', '--path', 'dist/manifests', '--fail-on', 'broadening', '-c', 'prod');
    restore();
    expect(status).toBe(1);
    expect(stdout).toContain('the target is kubeadm 1.35, and was kubeadm 1.36');
    expect(stdout).toContain('prod/auditor no longer promises that ');
    expect(stdout).toContain('prod/cart now acknowledges access-secrets-read: it is late');
  });

  test('check --against fails where the proof is weaker than in a revision', () => {
    const check = () => bulwark('check', 'dist/manifests/shop', '--against', 'HEAD');
    expect(check().stdout).not.toContain('promise-weakened');
    const restore = editIndex(index => void index.guarantees.splice(0));
    const { status, stdout } = check();
    restore();
    expect([status, stdout]).toEqual([1, expect.stringContaining('prod/auditor no longer promises that ')]);
  });

  test('each format is what it says', () => {
    const run = (format: string) => bulwark('diff', 'old.yaml', 'new.yaml', '--format', format).stdout;
    expect(run('md')).toMatch(/^### Security review: 1 broadened\n\n- 🔴 \*\*broadened\*\*: jane may now /);
    expect(run('github')).toMatch(/^::error file=new\.yaml,line=1,title=bulwark access broadened::jane may now /);
    const sarif = JSON.parse(run('sarif'));
    expect(sarif.runs[0].results[0]).toMatchObject({
      ruleId: 'diff-access-broadened',
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'new.yaml' }, region: { startLine: 1 } } }],
    });
  });
});

describe('bad input is refused with the reason: exit 2', () => {
  const fails = (args: string[], reason: string) => {
    const { status, stderr } = bulwark('diff', ...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(reason)]);
  };

  test('a revision that does not exist', () => fails(['no-such-branch', 'dist/manifests'], 'revision-unreadable'));

  test('a name that git would take for an option', () => fails(['old.yaml', '--', '--output=x'], 'error'));

  test('a revision that lacks the folder', () => fails(['HEAD:nowhere', 'dist/manifests'], 'the revision has no such folder'));

  test('a tree that was edited by hand', () => {
    const text = readFileSync(join(root, VIEWER), 'utf8');
    writeFileSync(join(root, VIEWER), text.replace('- get', '- "*"'));
    fails(['HEAD', 'dist/manifests'], 'file-edited');
    writeFileSync(join(root, VIEWER), text);
  });

  test('a file for machines whose text was replaced by bytes that only read the same', () => {
    const path = 'hosts/kubeadm/README.md';
    const file = join(root, 'dist/manifests/shop/prod', path);
    const text = readFileSync(file, 'utf8');
    const sha256 = createHash('sha256').update(`${text}\ufffd`).digest('hex');
    const restore = editIndex(index => { index.files[path] = { sha256 }; });
    writeFileSync(file, `${text}\ufffd`);
    expect(bulwark('diff', 'HEAD', 'dist/manifests').stderr).not.toContain('file-edited');
    writeFileSync(file, Buffer.concat([Buffer.from(text), Buffer.of(0xff)]));
    fails(['HEAD', 'dist/manifests'], 'file-edited');
    writeFileSync(file, text);
    restore();
  });

  test('a manifest that synth did not write, among its own', () => {
    const file = join(root, 'dist/manifests/shop/prod/manifests/extra.yaml');
    writeFileSync(file, BINDING('x', 'cluster-admin'));
    fails(['HEAD', 'dist/manifests'], 'drift-foreign');
    rmSync(file);
  });

  test('an index that names a path outside the tree', () => {
    const restore = editIndex(index => {
      index.files['../../../../etc/passwd'] = { sha256: '0'.repeat(64) };
    });
    fails(['HEAD', 'dist/manifests'], 'not a path inside its folder');
    restore();
  });

  test('an index that is broken', () => {
    const file = join(root, 'dist/manifests/shop/prod/.bulwark.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, 100));
    fails(['HEAD', 'dist/manifests'], 'index-unreadable');
    writeFileSync(file, text);
  });

  test('two trees of clusters of one name, of which one alone would be compared', () => {
    cpSync(SHOP, join(root, 'two/a'), { recursive: true });
    cpSync(SHOP, join(root, 'two/b'), { recursive: true });
    fails(['dist/manifests', 'two'], 'is a second tree of a cluster');
    rmSync(join(root, 'two'), { recursive: true });
  });

  test('a file that cannot be parsed', () => {
    writeFileSync(join(root, 'bad.yaml'), 'a: [');
    fails(['old.yaml', 'bad.yaml'], 'bad.yaml:1');
  });
});
