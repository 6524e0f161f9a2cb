import { containerdProblems } from './containerd';
import { at, type HostProblem } from './host-problem';
import { inside } from './nested';
import { tomlProblems } from './toml-text';
import { isMap, type Fields } from '../fields';
import { readToml } from '../toml';

/** The containerd of a Cluster or an InstanceGroup: its whole file, what is added to the one that kops writes, and its version. */
export function containerdProblemsOf(containerd: unknown, path: string, minor: number): HostProblem[] {
  if (!isMap(containerd)) {
    return [];
  }
  const { configOverride, configAdditions, version } = containerd;
  const release = /^v?(\d+)\.(\d+)/.exec(String(version))?.slice(1).map(Number);
  return [
    ...typeof configOverride === 'string' ? inside(at(path, 'configOverride'), tomlProblems(configOverride)) : [],
    // docs/releases/1.37-NOTES.md, "Other breaking changes".
    ...minor >= 37 && release !== undefined && (release[0]! < 2 || release[0] === 2 && release[1]! < 1)
      ? [{ field: at(path, 'version'), value: version, message: 'kops 1.37 and newer refuse a containerd that is older than 2.1.0', fix: 'leave it out, or write 2.1.0 or newer' }] : [],
    ...isMap(configAdditions) ? Object.entries(configAdditions).flatMap(([key, value]) => additionProblems(key, value, at(path, 'configAdditions'), fileVersion(release, minor))) : [],
  ];
}

/**
 * The version of the file that kops adds to: 2 for containerd 1, and 3 or newer for containerd 2 since kops 1.36
 * (docs/releases/1.36-NOTES.md), which is what runs Kubernetes 1.36 at least. Undefined where either may be.
 */
function fileVersion(release: readonly number[] | undefined, minor: number): 2 | 3 | undefined {
  return release !== undefined && release[0]! < 2 ? 2 : minor >= 36 ? 3 : undefined;
}

/** A path of TOML and what stands there, a number or a text (`IntOrString`); of the text, kinds are for containerd to judge. */
function additionProblems(key: string, value: unknown, path: string, version: 2 | 3 | undefined): HostProblem[] {
  const field = `${path}.${key}`;
  if (typeof value !== 'string' && !Number.isInteger(value)) {
    const scalar = typeof value === 'boolean' || typeof value === 'number';
    return [{ field, value, message: 'must be text or a whole number: kops refuses the file', fix: scalar ? `put it in quotes: "${String(value)}"` : 'write configOverride for lists and tables' }];
  }
  let file: Fields;
  try {
    file = readToml(`${key} = ${/^(true|false)$/.test(String(value)) || typeof value === 'number' ? String(value) : JSON.stringify(value)}`);
  } catch {
    return [{ field, value, message: 'is no path of TOML: containerd does not start', fix: 'write a path such as plugins."io.containerd.cri.v1.runtime".enable_selinux' }];
  }
  return version === undefined ? [] : containerdProblems({ ...file, version }).filter(({ message }) => !/^must be /.test(message))
    .map(({ field: place, ...problem }) => ({ ...problem, field, message: `${place} ${problem.message}` }));
}
