import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as jsYaml from 'js-yaml';
import * as yaml from 'yaml';
import { filesOf, goldenOf, minorsOf, TARGETS } from './targets';
import { hostDocument } from '../../../src/manifests/host-files';
import { tomlProblems } from '../../../src/manifests/host-files/toml-text';
import { readToml, writeToml } from '../../../src/manifests/toml';
import { writeManifests } from '../../../src/manifests/write';

jest.setTimeout(60_000);

const GOLDENS = join(__dirname, 'goldens');

test.each(TARGETS)('%s: the files are as ever, for the oldest minor and wherever a later one changes them', (name, target) => {
  expect(goldenOf(name, target)).toBe(readFileSync(join(GOLDENS, `${name}.md`), 'utf8'));
});

test('every golden file is of a target', () => {
  expect(readdirSync(GOLDENS).sort()).toEqual(TARGETS.map(([name]) => `${name}.md`).sort());
});

test.each(TARGETS)('%s: no tool and no component would refuse or ignore a field of the files, whatever the minor', (_, target) => {
  for (const minor of minorsOf(target)) {
    const judged: string[] = [];
    for (const [path, text] of filesOf(target, minor)) {
      const documents = /\.(ya?ml|conf|json)$/.test(path) && !path.includes('systemd') ? yaml.parseAllDocuments(text).map(each => each.toJS() as Record<string, unknown>) : [];
      const problems = path.endsWith('.toml') && !path.endsWith('hosts.toml') ? tomlProblems(text)
        : documents.flatMap(document => hostDocument(document)?.problems(minor) ?? []);
      expect({ path, minor, problems }).toEqual({ path, minor, problems: [] });
      judged.push(...documents.flatMap(document => hostDocument(document)?.reader ?? []).filter(reader => reader !== 'kube-apiserver'));
    }
    // GKE, AKS, kubespray and minikube have formats of their own.
    expect(judged.length > 0).toBe(!['gke', 'aks', 'kubespray', 'minikube'].includes(target.distribution));
  }
});

test.each(TARGETS)('%s: YAML and TOML are read back as the same', (_, target) => {
  for (const [path, text] of filesOf(target, 36)) {
    if (path.endsWith('.toml')) {
      expect(writeToml(readToml(text))).toBe(text);
    } else if (/\.ya?ml$/.test(path)) {
      const read = yaml.parseAllDocuments(text).map(each => each.toJS() as Record<string, unknown>);
      expect(writeManifests(read)).toBe(text);
      expect(jsYaml.loadAll(text)).toEqual(read);
    }
  }
});
