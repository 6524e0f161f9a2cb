import { createHash } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chromium, type Page } from './chromium';
import { Sandbox } from '../../cli/support';

jest.setTimeout(120_000);

const SHOP = join(__dirname, '../../../dist/manifests/shop');
const RBAC = 'rbac.authorization.k8s.io';

/** Names that would do something, anywhere but in a text. */
const HOSTILE = [
  '<img src=https://evil.example/x onerror=alert(1)>', '</script><script>alert(1)</script>', '<!--', '\u202egnp.exe', '\u001b[2J\u001b[31mred', '__proto__', 'constructor',
  '" onmouseover="alert(1)', '${alert(1)}', 'javascript:alert(1)', '\u2028alert(1)', 'x'.repeat(10_000),
];

function hostile(): string {
  const workload = (name: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: name }] } } },
  });
  return [
    { apiVersion: RBAC + '/v1', kind: 'ClusterRole', metadata: { name: HOSTILE[0] }, rules: HOSTILE.map(name => ({ apiGroups: [name], resources: [name], verbs: [name] })) },
    { apiVersion: RBAC + '/v1', kind: 'ClusterRoleBinding', metadata: { name: HOSTILE[1] }, roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: HOSTILE[0] }, subjects: HOSTILE.map(name => ({ apiGroup: RBAC, kind: 'User', name })) },
    { apiVersion: RBAC + '/v1', kind: 'RoleBinding', metadata: { name: 'x', namespace: 'constructor' }, roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: '__proto__' }, subjects: [{ apiGroup: RBAC, kind: 'Group', name: 'toString' }] },
    ...HOSTILE.map(workload),
  ].map(each => JSON.stringify(each).replace(/[^ -~]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('\n---\n');
}

let browser: Chromium;
const box = new Sandbox();

beforeAll(async () => {
  browser = Chromium.start();
  box.put({ 'hostile/all.yaml': hostile(), 'old/role.yaml': OLD, 'new/role.yaml': OLD.replace('[get]', '[get, delete]') });
  breakPromise();
  box.put({ 'many/all.yaml': Array.from({ length: 80 }, (_, at) => BOUND.replaceAll('NAME', `ops-${String(at).padStart(2, '0')}`)).join('---\n') });
  box.put({ 'program/main.ts': PROGRAM });
  const runs = [
    ['report', 'program', '--output', 'program.html'],
    ['report', 'many', '--output', 'many.html'],
    ['report', 'broken', '--output', 'broken.html'],
    ['report', SHOP, '--output', 'shop.html'], ['report', 'hostile', '--output', 'hostile.html'],
    ['report', 'new', '--against', 'old', '--output', 'diff.html'],
  ];
  for (const args of runs) {
    expect([args, await box.run(args)]).toEqual([args, { code: 0, out: '', err: '' }]);
  }
});
afterAll(async () => {
  box.remove();
  await browser.stop();
});

/** The shop with one binding more, which its index knows, as if the source had made it. */
function breakPromise(): void {
  cpSync(SHOP, box.path('broken'), { recursive: true });
  const [index, path] = ['broken/prod/.bulwark.json', 'manifests/policies/orders/rolebinding-legacy.yaml'];
  const text = `apiVersion: ${RBAC}/v1\nkind: RoleBinding\nmetadata: {name: legacy, namespace: orders}\nroleRef: {apiGroup: ${RBAC}, kind: ClusterRole, name: edit}\n`
    + `subjects: [{apiGroup: ${RBAC}, kind: Group, name: team-orders}]\n`;
  const known = JSON.parse(box.read(index)) as { files: Record<string, object> };
  known.files[path] = { sha256: createHash('sha256').update(text).digest('hex') };
  box.put({ [`broken/prod/${path}`]: text, [index]: JSON.stringify(known) });
}

/** A promise that another line of the program breaks, and one that somebody answers for. */
const PROGRAM = `import { AccessRole, Acknowledgements, Cluster, ClusterTarget, KubernetesResource, PolicyApp, ReadOnlyRole, SecuredNamespace, Subject, Verb } from 'cdk8s-bulwark';

const app = new PolicyApp();
const cluster = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });
const shop = new SecuredNamespace(cluster, 'shop');
new ReadOnlyRole(shop, 'reader', { resources: [KubernetesResource.PODS], subjects: [Subject.user('jane')] });
const joe = new ReadOnlyRole(shop, 'watcher', { resources: [KubernetesResource.PODS], subjects: [Subject.user('joe')] });
new AccessRole(shop, 'restart', {
  rules: [{ verbs: [Verb.PATCH], resources: [KubernetesResource.DEPLOYMENTS] }],
  subjects: [Subject.user('jane'), Subject.user('joe')],
});
Acknowledgements.of(joe).add({ ids: ['guarantee-broken'], reason: 'joe restarts, too' });
app.synth();
`;

const BOUND = `apiVersion: ${RBAC}/v1
kind: ClusterRoleBinding
metadata: {name: NAME}
roleRef: {apiGroup: ${RBAC}, kind: ClusterRole, name: cluster-admin}
subjects: [{apiGroup: ${RBAC}, kind: User, name: NAME}]
`;

const OLD = `apiVersion: ${RBAC}/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: ${RBAC}/v1
kind: RoleBinding
metadata: {name: reader, namespace: shop}
roleRef: {apiGroup: ${RBAC}, kind: Role, name: reader}
subjects: [{apiGroup: ${RBAC}, kind: User, name: jane}]
`;

/** Opens a page, and holds it to what every page must keep. */
async function within(file: string, look: (page: Page) => Promise<void>, options?: Parameters<Chromium['open']>[1]): Promise<void> {
  const page = await browser.open(box.path(file), options);
  await look(page);
  expect({ complaints: page.complaints, requests: page.requests }).toEqual({ complaints: [], requests: [] });
  await page.close();
}

test('the first screen says what holds', () => within('shop.html', async page => {
  expect(await page.text('h1')).toBe('Cluster prod');
  expect(await page.text('.tiles')).toMatch(/Guarantees\s+17 hold\s+Findings\s+none open, 1 acknowledged/);
  expect(await page.count('#guarantees .badge.good')).toBe(17);
  expect(await page.text('nav .sections')).toMatch(/Guarantees\s*17\/17\s+Findings\s*0\s+Access\s*7 subjects\s+Network\s*29 connections/);
}));

test('a cell of the matrix opens the chain by which, and Escape closes it and gives the focus back', () => within('shop.html', async page => {
  expect(await page.text('#access .matrix')).toContain('team-cart-on-call');
  await page.click('#access button[aria-label^="team-cart-on-call in cart"]');
  expect(await page.text('#panel h2')).toBe('Group team-cart-on-call in cart');
  expect(await page.text('#panel')).toMatch(/RoleBinding cart\/role-restarter[^]*rolebinding-role-restarter\.yaml:1[^]*gives Role cart\/restarter[^]*rules\[0\]/);
  await page.press('Escape');
  expect(await page.value('document.querySelector("#panel").hidden')).toBe(true);
  expect(await page.value('document.activeElement.getAttribute("aria-label")')).toContain('team-cart-on-call in cart');
}));

test('filters by subject, verb, resource and namespace leave those alone who may', () => within('shop.html', async page => {
  const subjects = () => page.value<string[]>('[...document.querySelectorAll("#access .matrix tbody th code")].map(e => e.textContent)');
  await page.fill('#filter-subject', 'CART');
  expect(await subjects()).toEqual(['team-cart', 'team-cart-on-call']);
  await page.fill('#filter-verb', 'patch');
  expect(await subjects()).toEqual(['team-cart-on-call']);
  await page.fill('#filter-subject', '');
  await page.fill('#filter-resource', 'deployments.apps');
  expect(await subjects()).toEqual(['team-cart-on-call']);
  await page.fill('#filter-namespace', 'orders');
  expect(await page.text('#access')).toContain('Nobody beside the defaults of Kubernetes');
  await page.fill('#filter-verb', '');
  expect(await subjects()).toEqual(['team-orders']);
  await page.fill('#filter-resource', 'widgets.example.com');
  expect(await page.text('#access')).toContain('Whoever may do everything may use it all the same');
  await page.fill('#filter-resource', '');
  await page.click('#filter-defaults');
  expect((await subjects()).some(name => name.startsWith('system:'))).toBe(true);
}));

test('arrow keys go from cell to cell', () => within('shop.html', async page => {
  await page.value('document.querySelector("#access .matrix tbody button").focus()');
  await page.press('ArrowDown');
  await page.press('ArrowDown');
  const there = await page.value<string>('document.activeElement.closest("tr").querySelector("th").innerText');
  expect(there).toBe('Group team-cart-on-call');
  await page.press('Enter');
  expect(await page.value('document.querySelector("#panel").hidden')).toBe(false);
}));

test('a workload and a connection of the map tell the policies that decide', () => within('shop.html', async page => {
  expect([await page.count('.map .node'), await page.count('.map .edge'), await page.count('.map .frame')]).toEqual([13, 17, 5]);
  await page.value('[...document.querySelectorAll(".map .node")].find(e => e.getAttribute("aria-label") === "redis-cart").dispatchEvent(new MouseEvent("click", { bubbles: true }))');
  expect(await page.text('#panel h2')).toBe('cart/redis-cart');
  expect(await page.text('#panel')).toMatch(/Reaches\s+name service [^]*TCP 53, UDP 53\s+Is reached by\s+cart\/cartservice TCP 6379[^]*Isolated by[^]*NetworkPolicy cart\/default-deny/);
  await page.value('document.querySelector(".map .edge[aria-label^=\\"cartservice to redis-cart\\"]").focus()');
  await page.press('Enter');
  expect(await page.text('#panel h2')).toBe('cart/cartservice to cart/redis-cart');
  expect(await page.text('#panel')).toMatch(/Admitted by[^]*NetworkPolicy cart\/cart-store ingress\[0\]: from pods/);
  expect(await page.count('.map .edge.selected')).toBe(1);
}));

test('connections are found by workload, namespace and port', () => within('shop.html', async page => {
  const rows = () => page.count('#network .connections tbody tr');
  expect(await rows()).toBe(29);
  await page.fill('#filter-connections', '6379');
  expect(await rows()).toBe(1);
  await page.fill('#filter-connections', 'frontend');
  await page.fill('#filter-map-namespace', 'traffic');
  expect(await rows()).toBe(1);
  await page.click('#network .connections .cell');
  expect(await page.text('#panel h2')).toBe('traffic/loadgenerator to storefront/frontend');
  await page.fill('#filter-connections', 'nothing like it');
  expect(await page.text('#network')).toContain('No such connection is open.');
}));

test('another cluster is chosen, and the panel of the first closes', () => within('shop.html', async page => {
  await page.click('#access .cell');
  await page.fill('#cluster', '1');
  expect(await page.text('h1')).toBe('Cluster staging');
  expect(await page.value('document.querySelector("#panel").hidden')).toBe(true);
}));

test('what is logged and what machines are set to stand in tables', () => within('shop.html', async page => {
  expect(await page.text('#audit .levels')).toMatch(/secrets\s+Metadata\s+Metadata/);
  expect(await page.text('#hosts')).toContain('kube-apiserver --audit-log-maxage');
}));

test('controls are those of one benchmark at a time, each id with its version, and stay so in another cluster', () => within('shop.html', async page => {
  const rows = () => page.count('#controls .row.control');
  const ids = () => page.value<string[]>('[...document.querySelectorAll("#controls .row-head .ids")].map(e => e.innerText)');
  expect([await rows(), (await ids()).every(id => /^CIS v1\.12 \d+\.\d+\.\d+( \(number not confirmed\))?$/.test(id))]).toEqual([65, true]);
  await page.fill('#filter-benchmark', 'stig-v2r6');
  expect([await rows(), (await ids()).every(id => /^STIG V2R6 CNTR-K8-\d+ \(V-\d+\)/.test(id))]).toEqual([27, true]);
  expect(await page.text('#controls .row.control')).toMatch(/^failed[^]*contradicts CIS 3\.2\.2 \(v1\.8 to v2\.1\)/);
  expect(await page.value('[...document.querySelectorAll("#controls .choice")].map(e => e.innerText).join()')).toMatch(/^all 27,1 failed,\d+ proved,\d+ clean,\d+ unknown$/);
  await page.click('#controls .choice:nth-child(2)');
  expect([await rows(), await page.value('document.querySelector("#controls .choice:nth-child(2)").getAttribute("aria-pressed")')]).toEqual([1, 'true']);
  await page.fill('#cluster', '1');
  expect([await page.value('document.querySelector("#filter-benchmark").value'), await rows()]).toEqual(['stig-v2r6', 27]);
}));

test('a control tells what meets it and who makes that, and leads to the guarantee that promises it and to what was accepted', () => within('shop.html', async page => {
  const open = (title: string) => page.value(`(() => { const row = [...document.querySelectorAll('#controls .row.control')].find(e => e.querySelector('strong').innerText === ${JSON.stringify(title)});
    document.querySelectorAll('[data-test]').forEach(e => e.removeAttribute('data-test')); row.dataset.test = ''; row.querySelector('summary').focus(); })()`);
  const selected = () => page.value<string>('[...document.querySelectorAll(".selected")].map(e => `${e.closest("section").id} ${e.open ?? ""} ${e.innerText}`).join()');
  await open('The audit policy covers key security concerns');
  await page.press('Enter');
  expect(await page.text('[data-test] .more-of-row')).toMatch(/Meets it: rules: secrets[^]*Made by: AuditBaseline\s+Promised by:\s+holds/);
  await page.click('[data-test] .lead');
  expect(await selected()).toMatch(/^guarantees {2}holds/);
  expect(await page.value('document.activeElement.id')).toMatch(/^guarantees-\d+$/);
  await open('Minimize access to create pods');
  await page.press('Enter');
  await page.click('[data-test] .lead');
  expect(await selected()).toMatch(/^findings true acknowledged[^]*access-workload-create/);
}));

test('what fails a control leads to the finding, also where it is beyond what a list shows at first', () => within('many.html', async page => {
  expect(await page.text('nav .sections')).toMatch(/Controls\s*\d+ failed/);
  await page.value('(() => { const row = document.querySelector("#controls .row.control"); row.open = true; for (let e; (e = row.querySelector(".more:not([hidden])"));) e.click(); })()');
  expect(await page.count('#findings .rows > .row')).toBe(60);
  await page.value('[...document.querySelectorAll("#controls .row.control:first-child .lead")].at(-1).click()');
  expect(await page.value('document.activeElement.innerText')).toMatch(/^critical\s+ClusterRoleBinding ops-79/);
}));

test('the theme can be chosen, and / goes to a filter', () => within('shop.html', async page => {
  const ground = () => page.value<string>('getComputedStyle(document.body).backgroundColor');
  const dark = await ground();
  await page.click('.theme');
  expect(await ground()).not.toBe(dark);
  await page.click('.theme');
  expect(await ground()).toBe(dark);
  await page.press('/');
  expect(await page.value('document.activeElement.hasAttribute("data-filter")')).toBe(true);
}, { scheme: 'dark' }));

test('against another tree, what changed stands on top with its direction', () => within('diff.html', async page => {
  expect(await page.value('document.querySelector("main section").id')).toBe('changes');
  expect(await page.text('#changes')).toMatch(/broadened[^]*jane/);
  expect(await page.text('.tiles')).toMatch(/Changes\s+1 broadened/);
  await page.click('#changes .choice:nth-child(2)');
  expect(await page.count('#changes .row')).toBe(1);
}));

test('a broken guarantee stands first, with what breaks it', () => within('broken.html', async page => {
  expect(await page.text('.tiles')).toMatch(/Guarantees\s+1 broken, 16 hold\s+Findings\s+\d+ open, 1 acknowledged/);
  expect(await page.text('#guarantees .row')).toMatch(/^broken\s+Group team-orders can change nothing[^]*but it may get pods\/attach in orders: RoleBinding orders\/legacy/);
  await page.value('document.querySelector("#guarantees summary").focus()');
  await page.press('Enter');
  expect(await page.value('document.querySelector("#guarantees details.row").open')).toBe(false);
}));

test('what breaks a promise of a program has the line of the construct that promises, also where somebody answers for it', () => within('program.html', async page => {
  const rows = await page.value<string[]>('[...document.querySelectorAll("#guarantees details.row")].map(each => each.innerText)');
  expect(rows).toEqual([
    expect.stringMatching(/^broken\s+User jane can change nothing[^]*prod\/shop\/reader\s+program\/main\.ts:6\b/) as string,
    expect.stringMatching(/^broken\s+User joe can change nothing[^]*acknowledged[^]*prod\/shop\/watcher\s+program\/main\.ts:7\b/) as string,
  ]);
  expect(await page.text('#findings')).toMatch(/acknowledged\s+joe restarts, too/);
}));

test('where something is invalid, the page says that nothing was proved', () => within('hostile.html', async page => {
  expect(await page.text('.tile.bad')).toMatch(/Guarantees\s+nothing proved/);
  expect(await page.text('#guarantees')).toContain('Nothing was proved');
  expect(await page.text('#findings')).toContain('nothing else is looked for');
  expect(await page.text('#controls')).toMatch(/Nothing was judged[^]*all 65\s+65 unknown/);
}));

test('hostile names are text, wherever they come', () => within('hostile.html', async page => {
  const shown = await page.value<string>('document.body.textContent');
  expect(shown).toContain('<img src=https://evil.example/x onerror=alert(1)>');
  expect(shown).toContain('\\u202egnp.exe');
  expect(shown).toContain('\\u001b[2J');
  expect(shown).toContain('(10000 characters)');
  // eslint-disable-next-line no-control-regex
  expect(shown).not.toMatch(/[\u202e\u001b]/);
  expect([await page.count('script'), await page.count('img'), await page.count('[onmouseover]')]).toEqual([2, 0, 0]);
  for (const subject of HOSTILE.slice(0, 9)) {
    await page.fill('#filter-subject', subject.replace(/[^ -~]/g, '').slice(0, 3));
    await page.value('document.querySelector("#access .cell").click()');
    expect(await page.value('document.querySelector("#panel").hidden')).toBe(false);
  }
  await page.value('document.querySelectorAll(".map .node").forEach(e => e.dispatchEvent(new MouseEvent("click", { bubbles: true })))');
  expect(await page.value('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1280);
  expect(await page.count('script')).toBe(2);
}));

test.each([[1280, 'light'], [1280, 'dark'], [390, 'light']] as const)('nothing is cut off at %d pixels, %s', async (width, scheme) => {
  for (const file of ['shop.html', 'diff.html', 'hostile.html']) {
    await within(file, async page => {
      expect(await page.value('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.value('document.querySelector("#access .cell").click()');
      expect(await page.value('document.querySelector("#panel").getBoundingClientRect().right')).toBeLessThanOrEqual(width);
    }, { width, scheme });
  }
});

test('it prints, with everything open', () => within('shop.html', async page => {
  const pdf = await page.pdf();
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await page.count('details:not([open])')).toBe(0);
}));

test('a script that is not the page\'s own does not run', async () => {
  const html = box.read('shop.html').replace('</body>', '<script>document.title = "changed"</script><img src="https://evil.example/x"></body>');
  writeFileSync(box.path('changed.html'), html);
  const page = await browser.open(box.path('changed.html'));
  expect(await page.value('document.title')).toContain('security report');
  expect(page.complaints.join()).toContain('Content Security Policy');
  await page.close();
});
