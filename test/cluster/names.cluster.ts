import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { collectionPath } from './harness/objects';
import { builtInKinds, isServedIn } from '../../src/kubernetes';
import { validateManifest } from '../../src/manifests/validate';
import { SUBDOMAIN_KINDS } from '../../src/manifests/validate/built-in-names';

const assets = assetsFromEnvironment();
const minor = minorFromEnvironment();

/** The newest version that the server has of each kind whose names are judged. */
const kinds = [...SUBDOMAIN_KINDS].flatMap(([group, names]) => [...names].map(kind => ({ group, kind })))
  .concat({ group: '', kind: 'Service' })
  .flatMap(({ group, kind }) => builtInKinds().filter(each => each.group === group && each.kind === kind && isServedIn(each, minor))
    .map(each => ({ apiVersion: group === '' ? each.version : `${group}/${each.version}`, kind })).filter(({ apiVersion }) => !/alpha|beta/.test(apiVersion)).slice(0, 1));

const NAMES = ['web', 'web-1', 'BAD', 'Bad_1', 'a_b', '-a', 'a-', 'a..b', 'a b', `${'a'.repeat(250)}bcde`];

describe('the API server refuses the names of its kinds that we refuse, and no others', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start(assets);
    // The admission of pods asks for it before names are judged.
    await plane.admin.send('POST', '/api/v1/namespaces/default/serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
  });
  afterAll(() => plane?.finish());

  test('most kinds are asked about', () => expect(kinds.length).toBeGreaterThan(25));

  test.each(kinds)('$apiVersion $kind', async ({ apiVersion, kind }) => {
    for (const name of NAMES) {
      const object = { apiVersion, kind, metadata: { name, namespace: 'default' } };
      const { status, body } = await plane.admin.send('POST', `${collectionPath(object)}?dryRun=All`, object);
      const causes = (body as { details?: { causes?: ReadonlyArray<{ field?: string }> } }).details?.causes ?? [];
      const ours = validateManifest(object, { kubernetesMinor: minor }).some(({ field }) => field === 'metadata.name');
      // Without its spec most are refused; what counts is whether the name is among the reasons.
      expect({ name, refused: causes.some(({ field }) => field === 'metadata.name'), status: status === 201 || status === 422 })
        .toEqual({ name, refused: ours, status: true });
    }
  });
});
