import { Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: main, image: "web:1"}]}\n';
beforeAll(() => box.put({ 'in/pod.yaml': POD }));

const explain = (...args: string[]) => box.run(['explain', ...args, '--from', 'in']);

describe('explain', () => {
  test('prints one workload on one screen', async () => {
    const { code, out, err } = await explain('shop/web');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Pod shop\/web {2}in\/pod\.yaml:1:1\nruns as\n {2}ServiceAccount shop\/default, with a token/);
    expect(out).toContain('they meet baseline\n  not restricted: spec.containers[0].securityContext.allowPrivilegeEscalation must be false');
    expect(out).toContain('reaches\n  addresses outside the cluster: all ports\n');
  });

  test('takes the namespace apart, and prints JSON', async () => {
    const { code, out } = await explain('web', '-n', 'shop', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kubernetes: '1.37', workload: { kind: 'Pod', namespace: 'shop', name: 'web' }, account: { token: true } });
  });

  test.each([[['web'], 'error usage'], [['shop/db'], 'error workload-unknown'], [[], 'missing required argument']])('what names no workload is exit 2: %j', async (args, message) => {
    const { code, out, err } = await explain(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
