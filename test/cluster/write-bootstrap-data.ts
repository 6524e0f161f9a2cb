import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest, readPrinted, type Printed } from './bootstrap-data/printed';
import { bindingRows, roleRows } from './bootstrap-data/source';
import { isSupportedMinor, SUPPORTED_MINORS } from '../../src/kubernetes/minors';

/**
 * npx jiti test/cluster/write-bootstrap-data.ts FOLDER: turns what print-bootstrap.sh printed to a folder, one release of
 * every supported minor, into the rows of src/kubernetes and the digests that test/kubernetes compares with.
 */
const DATA = join(__dirname, '../../src/kubernetes/data');
const DIGESTS = join(__dirname, '../kubernetes/bootstrap-policy.digests.json');
const isController = ({ metadata }: { readonly metadata: { readonly name: string } }) => metadata.name.startsWith('system:controller:');

function main(folder: string | undefined): number {
  const printed = folder === undefined ? [] : readPrinted(folder).filter(({ minor }) => isSupportedMinor(minor));
  if (printed.map(({ minor }) => minor).join() !== SUPPORTED_MINORS.join()) {
    process.stderr.write('name a folder with what print-bootstrap.sh printed, one release of every supported minor\n');
    return 2;
  }
  const window = { first: SUPPORTED_MINORS[0]!, last: SUPPORTED_MINORS.at(-1)! };
  const each = <T>(pick: (policy: Printed['policy']) => T) => new Map(printed.map(({ minor, policy }) => [minor, pick(policy)]));
  const write = (part: string, type: string, idea: string, tables: Readonly<Record<string, string>>) => {
    const bodies = Object.entries(tables).map(([name, rows]) => `export const ${name}: readonly ${type}[] = [\n${rows}];\n`);
    writeFileSync(join(DATA, `bootstrap-policy-${part}.ts`), `${header(type, idea, printed)}${bodies.join('\n')}`);
  };
  write('cluster-roles', 'RoleRow', 'The default ClusterRoles, without those of controllers.', {
    BOOTSTRAP_CLUSTER_ROLES: roleRows(each(policy => policy.clusterRoles.filter(role => !isController(role))), window),
  });
  write('controller-roles', 'RoleRow', 'The default ClusterRoles of the controllers of the controller manager.', {
    BOOTSTRAP_CONTROLLER_ROLES: roleRows(each(policy => policy.clusterRoles.filter(isController)), window),
  });
  write('roles', 'RoleRow', 'The default Roles, by namespace and name.', {
    BOOTSTRAP_ROLES: roleRows(each(policy => policy.roles), window),
  });
  write('bindings', 'BindingRow', 'The default ClusterRoleBindings and RoleBindings.', {
    BOOTSTRAP_CLUSTER_ROLE_BINDINGS: bindingRows(each(policy => policy.clusterRoleBindings), window),
    BOOTSTRAP_ROLE_BINDINGS: bindingRows(each(policy => policy.roleBindings), window),
  });
  writeFileSync(DIGESTS, `${JSON.stringify(Object.fromEntries(printed.map(({ release, policy }) => [release, digest(policy)])), undefined, 2)}\n`);
  return 0;
}

function header(type: string, idea: string, printed: readonly Printed[]): string {
  const releases = printed.map(({ release }) => release);
  return `/**
 * ${idea} The notation is in bootstrap-policy-rows.ts.
 *
 * Written by test/cluster/write-bootstrap-data.ts from what the bootstrappolicy package of these releases of
 * k8s.io/kubernetes returns (test/cluster/print-bootstrap.sh), not by hand: ${releases.slice(0, 3).join(', ')},
 * ${releases.slice(3).join(', ')}.
 */

import type { ${type} } from './bootstrap-policy-rows';

`;
}

process.exitCode = main(process.argv[2]);
