import { everything } from './everything';
import { renderHosts } from '../../../src/deliver/hosts';
import type { TargetModel } from '../../../src/deliver/model';
import { DISTRIBUTIONS, SUPPORTED_MINORS } from '../../../src/kubernetes';
import { modelOf } from '../support';

/** Versions of a distribution's own API or tool that change its files. */
const VERSIONS: Readonly<Record<string, ReadonlyArray<Partial<TargetModel>>>> = {
  talos: [{ version: '1.13' }, { version: '1.14' }],
  clusterApi: [{ version: 'v1beta1', containerd: '2.2' }, { version: 'v1beta2', containerd: '2.2' }, { version: 'v1beta2' }],
  generic: [{}, { containerd: '2.3' }],
};

const targets = Object.keys(DISTRIBUTIONS).sort().flatMap(name => (VERSIONS[name] ?? [{}]).map(some => [
  [name, ...Object.entries(some).map(([key, value]) => `${key} ${value}`)].join(', '), { distribution: name, ...some },
] as const));

/** Every file of a target. What only names the minor is not what differs between minors. */
function filesOf(target: Partial<TargetModel>, minor: number): Map<string, string> {
  const model = modelOf({ hosts: everything(minor) });
  const files = renderHosts({ ...model, target: { ...model.target, kubernetes: `1.${minor}`, minor, ...target } });
  return new Map([...files].map(([path, text]) => [path, text.replaceAll(new RegExp(`1\\.${minor}\\b`, 'g'), '1.NN')]));
}

/** What a later minor changes of a file: lines that it has no more, and lines that it has anew. */
function changesOf(before: string | undefined, now: string): string {
  const [old, lines] = [before?.split('\n') ?? [], now.split('\n')];
  return before === undefined ? now
    : [...old.filter(line => !lines.includes(line)).map(line => `- ${line}\n`), ...lines.filter(line => !old.includes(line)).map(line => `+ ${line}\n`)].join('');
}

test.each(targets)('%s: the files are as ever, for the oldest minor and wherever a later one changes them', (_, target) => {
  let before = new Map<string, string>();
  const text = SUPPORTED_MINORS.map(minor => {
    const files = filesOf(target, minor);
    const changed = [...files].filter(([path, content]) => before.get(path) !== content)
      .map(([path, content]) => `--- ${path}\n${changesOf(before.get(path), content)}`);
    const gone = [...before.keys()].filter(path => !files.has(path)).map(path => `--- ${path}: no longer\n`);
    before = files;
    return changed.length + gone.length === 0 ? '' : `===== from 1.${minor} on\n${[...changed, ...gone].join('')}`;
  });
  expect(text.join('')).toMatchSnapshot();
});
