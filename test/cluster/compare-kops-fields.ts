import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { differences, type Schema } from './kops-definitions';

/**
 * Holds the table of kops' fields against the definitions of a checkout of kubernetes/kops, and prints where they differ:
 *
 *     npx jiti test/cluster/compare-kops-fields.ts ~/src/kops/k8s/crds
 *
 * The status is 1 where they do. What a newer release has is then written into src/kubernetes/data/kops-fields.ts, with KOPS_NEWEST.
 */
interface Definition {
  readonly spec: { readonly versions: ReadonlyArray<{ readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }> };
}

const folder = process.argv[2];
if (folder === undefined) {
  throw new Error('name the folder k8s/crds of a checkout of kubernetes/kops');
}
const found = [['clusters', 'ClusterSpec'], ['instancegroups', 'InstanceGroupSpec']].flatMap(([plural, struct]) => {
  const { spec } = parse(readFileSync(join(folder, `kops.k8s.io_${plural}.yaml`), 'utf8')) as Definition;
  const { schema } = spec.versions.find(({ name }) => name === 'v1alpha2')!;
  return differences(schema.openAPIV3Schema.properties!.spec!, struct!);
});
process.stdout.write(found.map(each => `${each}\n`).join('') || 'no difference\n');
process.exitCode = found.length > 0 ? 1 : 0;
