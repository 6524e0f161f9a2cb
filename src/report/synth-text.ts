import type { Colors } from './colors';
import { onTerminal, padded, textWidth } from './terminal';
import type { Plan } from '../deliver/plan';
import type { SynthesizeResult } from '../deliver/synthesize';
import { counted } from '../manifests/counted';
import { printable } from '../manifests/problem';

/** A summary of a synth, a line a cluster; of a dry run, every file as well. */
export function synthText(app: string, result: SynthesizeResult, dryRun: boolean, colors: Colors): string {
  const lines = [`${colors.bold(printable(app))} ${colors.dim('→')} ${printable(result.outdir)}${dryRun ? colors.yellow(' (dry run, nothing written)') : ''}`];
  const width = Math.max(...result.clusters.map(({ name }) => textWidth(name)), result.agent ? 'agent'.length : 0);
  for (const { name, files, plan, warnings } of result.clusters) {
    lines.push(`  ${padded(name, width)}  ${counted(files, 'file')}: ${changes(plan, colors)}`);
    lines.push(...warnings.map(({ id, message }) => `    ${colors.yellow(id)}: ${printable(message)}`));
    if (dryRun) {
      lines.push(...pathLines(plan, colors));
    }
  }
  if (result.agent) {
    lines.push(`  ${'agent'.padEnd(width)}  ${counted(result.agent.files, 'file')}: ${changes(result.agent.plan, colors)}`);
    if (dryRun) {
      lines.push(...pathLines(result.agent.plan, colors));
    }
  }
  for (const { name, plan } of result.undeclared) {
    lines.push(plan
      ? `  ${printable(name)}  ${colors.red(`${counted(plan.remove.length, 'file')} removed`)}: the app no longer declares this cluster`
      : `  ${printable(name)}  ${colors.yellow('left as it is')}: the app no longer declares this cluster; --prune-clusters removes its files`);
    if (plan && dryRun) {
      lines.push(...pathLines(plan, colors));
    }
  }
  return onTerminal(`${lines.join('\n')}\n`, colors);
}

function changes({ create, update, remove }: Plan, colors: Colors): string {
  const parts = [
    ...create.length > 0 ? [colors.green(`${create.length} created`)] : [],
    ...update.length > 0 ? [colors.yellow(`${update.length} updated`)] : [],
    ...remove.length > 0 ? [colors.red(`${remove.length} removed`)] : [],
  ];
  return parts.length > 0 ? parts.join(', ') : colors.dim('nothing to change');
}

function pathLines({ create, update, remove }: Plan, colors: Colors): string[] {
  const rows = [
    ...create.map(path => [path, colors.green(`    + ${path}`)]),
    ...update.map(path => [path, colors.yellow(`    ~ ${path}`)]),
    ...remove.map(path => [path, colors.red(`    - ${path}`)]),
  ] as Array<[string, string]>;
  return rows.sort(([a], [b]) => a < b ? -1 : 1).map(([, line]) => line);
}
