import { containerdProblems, registryHostsProblems } from './containerd';
import { type HostProblem } from './host-problem';
import { type Fields } from '../fields';
import { readToml } from '../toml';

/**
 * A file of containerd. Text that is no TOML is the finding of whoever reads it first.
 *
 * @param version of a file that is merged with this one, or `hosts` for `hosts.toml` of a registry; default: what it says itself
 */
export function tomlProblems(text: string, version?: number | 'hosts'): HostProblem[] {
  let file: Fields;
  try {
    file = readToml(text);
  } catch (e) {
    return [{ field: '', message: `is no TOML: ${(e as Error).message.split('\n')[0]}`, fix: 'mend it' }];
  }
  return version === 'hosts' ? registryHostsProblems(file) : containerdProblems(file, version);
}
