import { textOf } from '../deliver/disk';
import { isMap, type Fields } from '../manifests/fields';
import { findFiles, type FileOptions } from '../manifests/files';
import { hostDocument } from '../manifests/host-files';
import { type HostProblem } from '../manifests/host-files/host-problem';
import { tomlProblems } from '../manifests/host-files/toml-text';
import { documentsIn } from '../manifests/host-files/yaml-text';
import { FieldLocator } from '../manifests/locate';
import type { Problem, SourcePlace } from '../manifests/problem';
import { Lines } from '../manifests/text';
import { hostProblem } from '../prove/host-files';

/** What was found in files for machines that are no manifests. */
export interface HostFilesResult {
  readonly problems: readonly Problem[];
  /** Files, or documents of files, that were judged. */
  readonly judged: number;
  /** Of those, YAML documents without apiVersion and kind. */
  readonly others: number;
  /** Of those, files that are no YAML, JSON or manifests, which nobody else counts. */
  readonly files: number;
  /** Tools of which not all fields are known. */
  readonly partly: readonly string[];
}

const NOTHING: HostFilesResult = { problems: [], judged: 0, others: 0, files: 0, partly: [] };

/** Files of containerd, and drop-ins of the kubelet. */
const BY_NAME = /\.(toml|conf|part)$/i;

/** Documents without apiVersion and kind that some tool knows all the same. */
const WITHOUT_KIND = /^["']?(machine|cluster|[a-z0-9]+(-[a-z0-9]+)+\+?)["']?\s*:/m;

/**
 * Files for machines and installers that hold no manifest: a machine configuration of Talos, the configuration of k3s and
 * RKE2, containerd's TOML, drop-ins of the kubelet.
 *
 * @param others whether documents without apiVersion and kind were seen; without any, no YAML is read again
 */
export function checkHostFiles(path: string, options: FileOptions, minor: number, others: boolean): HostFilesResult {
  const problems: Problem[] = [];
  let judged = 0;
  let withoutKind = 0;
  let files = 0;
  const partly = new Set<string>();
  for (const file of findFiles(path, { ...options, extensions: others ? /\.(ya?ml|json|toml|conf|part)$/i : BY_NAME }).files) {
    const text = textOf(file) ?? '';
    const found = /\.(toml|part)$/i.test(file) ? ofToml(text, file) : ofYaml(text, file, minor);
    problems.push(...found.problems);
    judged += found.judged;
    withoutKind += found.others;
    files += found.files;
    found.partly.forEach(reader => partly.add(reader));
  }
  return { problems, judged, others: withoutKind, files, partly: [...partly] };
}

/** A file of TOML is containerd's when it has its plugins, or when its folder says so. */
function ofToml(text: string, file: string): HostFilesResult {
  const isHosts = /(^|[\\/])hosts\.toml$/.test(file);
  if (!isHosts && !/plugins\s*[.=\]]|^\s*\[plugins/m.test(text) && !/containerd[^/]*\/(.*\/)?[^/]+\.toml$/.test(file)) {
    return NOTHING;
  }
  // A part of Talos is merged with its own file, which is of version 3.
  const problems = tomlProblems(text, isHosts ? 'hosts' : /\.part$/i.test(file) ? 3 : undefined);
  const lines = text.split('\n');
  return { judged: 1, others: 0, files: 1, partly: [], problems: problems.map(problem => hostProblem('containerd', problem, tomlPlace(lines, file, problem))) };
}

/** The first line with the last name of a field that can be found: TOML has no reader here that keeps positions. */
function tomlPlace(lines: readonly string[], file: string, { field }: HostProblem): SourcePlace {
  const names = [...field.matchAll(/"([^"]+)"|([\w-]+)/g)].map(match => match[1] ?? match[2]!).reverse();
  for (const name of names) {
    const at = lines.findIndex(line => line.includes(name) && !line.trim().startsWith('#'));
    if (at >= 0) {
      return { file, line: at + 1, column: lines[at]!.indexOf(name) + 1 };
    }
  }
  return { file, line: 1, column: 1 };
}

function ofYaml(text: string, file: string, minor: number): HostFilesResult {
  const isDropIn = /\.conf$/i.test(file);
  const isInFolder = /(^|[\\/])kubelet\.conf\.d[\\/]/.test(file);
  if (isDropIn ? !isInFolder && !text.includes('kubelet.config.k8s.io') : !WITHOUT_KIND.test(text)) {
    return NOTHING;
  }
  const lines = new Lines(text);
  const locator = new FieldLocator(text);
  let judged = 0;
  const partly: string[] = [];
  const problems = documentsIn(text).flatMap(({ value, from }) => {
    const isManifest = isMap(value) && value.kind !== undefined;
    if (isDropIn && !isManifest) {
      judged += 1;
      return [hostProblem('kubelet', {
        field: '', message: 'a drop-in needs apiVersion and kind: the kubelet stops at its start', fix: 'begin it with apiVersion: kubelet.config.k8s.io/v1beta1 and kind: KubeletConfiguration',
      }, { file, line: 1, column: 1 })];
    }
    const host = isMap(value) && isManifest === isDropIn ? hostDocument(value) : undefined;
    judged += host ? 1 : 0;
    partly.push(...host && !host.isWhole(minor) ? [host.reader] : []);
    const start = lines.placeAt(from, file);
    return host?.problems(minor).map(problem => hostProblem(host.reader, problem, locator.locate(start, problem.field))) ?? [];
  });
  return { problems, judged, others: isDropIn ? 0 : judged, files: isDropIn ? 1 : 0, partly };
}

/** The machine configuration of Talos in a text; undefined where there is none, or more than one, which may be of several machines. */
export function configurationIn(text: string): Fields | undefined {
  if (!/^["']?version["']?\s*:\s*["']?v1alpha1\b/m.test(text)) {
    return undefined;
  }
  const configurations = documentsIn(text).flatMap(({ value }) => isMap(value) && value.version === 'v1alpha1' && value.kind === undefined ? [value] : []);
  return configurations.length === 1 ? configurations[0] : undefined;
}
