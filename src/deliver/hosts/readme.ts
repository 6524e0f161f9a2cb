import type { Refusal } from './offered';
import { distributionOf } from '../../kubernetes/distributions';
import type { ClusterModel } from '../model';

/** What stands beside the files of a cluster: where each goes, what must stand there before, and what was asked in vain. */
export function readme(cluster: ClusterModel, where: readonly string[], refused: readonly Refusal[]): string {
  const { controlPlane, notes } = cluster.hosts;
  const title = distributionOf(cluster.target.distribution)?.title ?? cluster.target.distribution;
  const heading = cluster.target.distribution === 'generic' ? `# ${cluster.name}: files for machines` : `# ${cluster.name}: files for ${title}`;
  const section = (name: string, lines: readonly string[]) => lines.length === 0 ? [] : ['', `## ${name}`, '', ...lines];
  const lines = [
    heading,
    '',
    ...where.length > 0 ? where : ['No file: nothing that was asked is written here.'],
    ...section('Must stand there before', controlPlane.expected.map(({ path, purpose }) => `- \`${path}\`: ${purpose}. It is secret or made on the machine, so it is not among these files.`)),
    ...section('To know', notes.map(({ text }) => `- ${text}`)),
    ...section('Managed by the provider', refused.filter(({ can }) => can === 'managed').map(line)),
    ...section('Not settable here', refused.filter(({ can }) => can === 'unsettable').map(line)),
  ];
  return `${lines.join('\n')}\n`;
}

function line({ setting, construct, how }: Refusal): string {
  return `- \`${setting}\`${construct === undefined ? '' : `, asked by ${construct}`}: ${how}.`;
}
