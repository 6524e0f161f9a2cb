import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BulwarkValidation, type BulwarkValidationProps } from '../../src';
import type { Violation } from '../../src/engine/validate-manifests';

let root: string;
beforeEach(() => root = mkdtempSync(join(tmpdir(), 'bulwark-validation-')));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** As cdk8s-cli calls a validation: every .yaml file that was synthesized, and a report that must be submitted once. */
async function validate(props?: BulwarkValidationProps): Promise<{ violations: Violation[]; status: string; metadata: Record<string, string> }> {
  const violations: Violation[] = [];
  const submitted: Array<[string, Record<string, string>]> = [];
  const manifests = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml')).map(name => join(root, name));
  await new BulwarkValidation(props).validate({
    manifests,
    report: {
      addViolation: (violation: Violation) => {
        expect(submitted).toEqual([]);
        violations.push(violation);
      },
      submit: (...args: [string, Record<string, string>]) => submitted.push(args),
    },
  });
  expect(submitted).toHaveLength(1);
  return { violations, status: submitted[0]![0], metadata: submitted[0]![1] };
}

const put = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
const BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ops}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
`;

describe('a validation of cdk8s-cli', () => {
  test('passes manifests in which nothing is found', async () => {
    put('a.k8s.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n');
    expect(await validate()).toEqual({ violations: [], status: 'success', metadata: { 'objects': '1', 'guarantees that hold': '0 of 0', 'acknowledged': '0' } });
  });

  test('fails by a finding, with the rule, the resource, the line and the fix', async () => {
    put('a.k8s.yaml', `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n${BINDING}`);
    expect(await validate()).toMatchObject({
      status: 'failure',
      violations: [{
        ruleName: 'access-everything',
        recommendation: 'Somebody may do everything, in the cluster or in a namespace.',
        fix: expect.stringContaining('BreakGlass'),
        violatingResources: [{ resourceName: 'ops', manifestPath: join(root, 'a.k8s.yaml'), locations: [expect.stringMatching(/^5:1 ClusterRoleBinding ops: User jane may do everything/)] }],
      }],
    });
  });

  test('reads the files of one app together, whatever they are called', async () => {
    put('b/role.yaml', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: [{apiGroups: [""], resources: [secrets], verbs: [list]}]\n');
    put('a/binding.yaml', BINDING.replace('cluster-admin', 'r'));
    expect((await validate()).violations.map(({ ruleName }) => ruleName)).toEqual(['access-secrets-read']);
  });

  test('proves what a PolicyApp promises, by the index of its tree, and sees what somebody put beside it', async () => {
    cpSync(join(__dirname, '../../dist/manifests/shop'), root, { recursive: true });
    const { status, metadata } = await validate();
    expect([status, /^(\d\d) of \1$/.test(metadata['guarantees that hold']!)]).toEqual(['success', true]);
    put('prod/manifests/policies/_cluster/extra.yaml', BINDING);
    const changed = await validate();
    expect([changed.status, changed.violations.map(({ ruleName }) => ruleName)]).toEqual(['failure', expect.arrayContaining(['access-everything', 'drift-foreign'])]);
  });

  test('fails where nothing was synthesized, where something cannot be read, and where the API server would refuse it', async () => {
    expect(await validate()).toMatchObject({ status: 'failure', violations: [{ ruleName: 'input-missing' }] });
    put('a.yaml', 'a: [\n');
    expect(await validate()).toMatchObject({ status: 'failure', violations: [{ ruleName: 'yaml-syntax' }], metadata: { 'not asked': expect.any(String) } });
    put('a.yaml', 'apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: {name: x}\n');
    expect(await validate({ kubernetes: '1.34' })).toMatchObject({ status: 'failure', violations: [{ ruleName: 'object-unserved' }] });
    expect(await validate({ kubernetes: '1.28' })).toMatchObject({ status: 'success' });
  });

  test('lets pass what its baseline knows, and fails without the baseline that it names', async () => {
    put('a.yaml', BINDING);
    put('b.json', '{"version": 1, "findings": [{"id":"access-everything","object":"ClusterRoleBinding ops","says":["User jane","* *.*"],"count":1}]}');
    expect(await validate({ baseline: join(root, 'b.json') })).toMatchObject({ status: 'success', metadata: { 'known to the baseline': '1' } });
    expect(await validate({ baseline: join(root, 'nowhere.json') })).toMatchObject({ status: 'failure', violations: [{ ruleName: 'input-missing' }] });
  });

  test('refuses a property or a minor that it does not know, in place of leaving it out', async () => {
    expect(() => new BulwarkValidation({ kubernets: '1.34' } as BulwarkValidationProps)).toThrow('kubernets');
    put('a.yaml', BINDING);
    expect(await validate({ kubernetes: '1.2' })).toMatchObject({ status: 'failure', violations: [{ ruleName: 'target-unsupported' }] });
  });

  test('shows no text of a manifest as a line of its own or as an escape of a terminal', async () => {
    put('a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: "x\\e[2J\\nStatus success"}\n');
    const { violations } = await validate();
    const texts = violations.flatMap(({ fix, violatingResources }) =>
      [fix, ...violatingResources.flatMap(each => [each.resourceName, ...each.locations])]);
    expect(texts.filter(text => /[\u0000-\u001f]/.test(text))).toEqual([]);
    expect(texts.join()).toContain('\\u001b[2J');
  });
});
