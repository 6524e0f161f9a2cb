import * as jsYaml from 'js-yaml';
import * as yaml from 'yaml';
import { everything } from './everything';
import { renderHosts } from '../../../src/deliver/hosts';
import type { TargetModel } from '../../../src/deliver/model';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { DISTRIBUTIONS } from '../../../src/kubernetes/distributions';
import { hostDocument } from '../../../src/manifests/host-files';
import { tomlProblems } from '../../../src/manifests/host-files/distributions';
import { readToml, writeToml } from '../../../src/manifests/toml';
import { writeManifests } from '../../../src/manifests/write';
import { modelOf } from '../support';

jest.setTimeout(60_000);

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

test.each(targets)('%s: no tool and no component would refuse or ignore a field of the files, whatever the minor', (_, target) => {
  for (const minor of SUPPORTED_MINORS) {
    const model = modelOf({ hosts: everything(minor) });
    const files = renderHosts({ ...model, target: { ...model.target, kubernetes: `1.${minor}`, minor, ...target } });
    const judged: string[] = [];
    for (const [path, text] of files) {
      const documents = /\.(ya?ml|conf|json)$/.test(path) && !path.includes('systemd') ? yaml.parseAllDocuments(text).map(each => each.toJS() as Record<string, unknown>) : [];
      const problems = path.endsWith('.toml') && !path.endsWith('hosts.toml') ? tomlProblems(text)
        : documents.flatMap(document => hostDocument(document)?.problems(minor) ?? []);
      expect({ path, minor, problems }).toEqual({ path, minor, problems: [] });
      judged.push(...documents.flatMap(document => hostDocument(document)?.reader ?? []));
    }
    // GKE, AKS, kubespray and minikube have formats of their own.
    expect(judged.length > 0).toBe(!['gke', 'aks', 'kubespray', 'minikube'].includes(target.distribution));
  }
});

test.each(targets)('%s: YAML and TOML are read back as the same', (_, target) => {
  const model = modelOf({ hosts: everything(36) });
  const files = renderHosts({ ...model, target: { ...model.target, kubernetes: '1.36', minor: 36, ...target } });
  for (const [path, text] of files) {
    if (path.endsWith('.toml')) {
      expect(writeToml(readToml(text))).toBe(text);
    } else if (/\.ya?ml$/.test(path)) {
      const read = yaml.parseAllDocuments(text).map(each => each.toJS() as Record<string, unknown>);
      expect(writeManifests(read)).toBe(text);
      expect(jsYaml.loadAll(text)).toEqual(read);
    }
  }
});
