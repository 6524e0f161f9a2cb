import { everything } from './everything';
import { renderHosts } from '../../../src/deliver/hosts';
import type { ClusterModel, TargetModel } from '../../../src/deliver/model';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { DISTRIBUTIONS } from '../../../src/kubernetes/distributions';

/** Versions of a distribution's own API or tool that change its files. */
const VERSIONS: Readonly<Record<string, ReadonlyArray<Partial<TargetModel>>>> = {
  talos: [{ version: '1.13' }, { version: '1.14' }],
  clusterApi: [{ version: 'v1beta1', containerd: '2.2' }, { version: 'v1beta2', containerd: '2.2' }, { version: 'v1beta2' }],
  generic: [{}, { containerd: '2.3' }],
};

/** Every distribution, by a name that is also the name of its golden file. */
export const TARGETS = Object.keys(DISTRIBUTIONS).sort().flatMap(distribution => (VERSIONS[distribution] ?? [{}]).map(some => [
  [distribution, some.version, some.containerd && `containerd-${some.containerd}`].filter(part => part !== undefined).join('-'),
  { distribution, ...some },
] as const));

/** The minors of a target: Talos 1.14 runs 1.32 and newer, and 1.13, which stands for those before it, up to 1.36. */
export function minorsOf({ distribution, version }: Partial<TargetModel>): readonly number[] {
  const isIn = (minor: number) => distribution !== 'talos' || (version === '1.14' ? minor >= 32 : minor <= 36);
  return SUPPORTED_MINORS.filter(isIn);
}

/** Every file of a target that is asked something of everything. */
export function filesOf(target: Partial<TargetModel>, minor: number): Map<string, string> {
  const cluster: ClusterModel = {
    name: 'prod',
    app: 'shop',
    target: { distribution: 'generic', kubernetes: `1.${minor}`, minor, ...target },
    objects: [],
    hosts: everything(minor),
    promises: { guarantees: [], acknowledgements: [], groups: {} },
  };
  return renderHosts(cluster);
}

/**
 * The golden text of a target: whole files of the oldest minor, then, wherever a later minor changes a file, the lines that it
 * has no more and those that it has anew. The number of the minor itself is not what differs.
 */
export function goldenOf(name: string, target: Partial<TargetModel>): string {
  let before = new Map<string, string>();
  const sections = minorsOf(target).map(minor => {
    const files = new Map([...filesOf(target, minor)].map(([path, text]) => [path, text.replaceAll(new RegExp(`1\\.${minor}\\b`, 'g'), '1.NN')]));
    const changed = [...files].filter(([path, text]) => before.get(path) !== text)
      .map(([path, text]) => before.has(path) ? block(`${path}, changed`, 'diff', changesOf(before.get(path)!, text)) : block(path, languageOf(path), text));
    const gone = [...before.keys()].filter(path => !files.has(path)).map(path => `### ${path}, no longer\n`);
    before = files;
    return changed.length + gone.length === 0 ? '' : `## From 1.${minor} on\n\n${[...changed, ...gone].join('\n')}`;
  });
  return `# ${name}\n\n${sections.filter(text => text !== '').join('\n')}`;
}

function block(title: string, language: string, text: string): string {
  return `### ${title}\n\n\`\`\`\`${language}\n${text}\`\`\`\`\n`;
}

function languageOf(path: string): string {
  return /\.ya?ml$/.test(path) ? 'yaml' : /\.(\w+)$/.exec(path)?.[1] ?? '';
}

function changesOf(before: string, now: string): string {
  const [old, lines] = [before.split('\n'), now.split('\n')];
  return [...old.filter(line => !lines.includes(line)).map(line => `- ${line}\n`), ...lines.filter(line => !old.includes(line)).map(line => `+ ${line}\n`)].join('');
}
