import { dirname } from 'node:path/posix';
import type { IConstruct } from 'constructs';
import { invalid } from '../errors';

/** Folders of a machine that more than the API server uses. */
const SHARED_FOLDERS = new Set([
  '/etc', '/etc/kubernetes', '/etc/kubernetes/manifests', '/etc/kubernetes/pki', '/var', '/var/lib', '/var/lib/etcd', '/var/lib/kubelet',
  '/var/log', '/var/log/pods', '/var/log/containers', '/var/run', '/run', '/tmp', '/usr', '/opt', '/home', '/root', '/srv', '/dev', '/proc', '/sys',
]);

/** A file whose folder is mounted into the API server: absolute, and in a folder of its own. */
export function hostPath(construct: IConstruct, field: string, path: string): string {
  if (!/^\/([A-Za-z0-9._-]+\/)+[A-Za-z0-9._-]+$/.test(path) || path.split('/').some(segment => segment === '.' || segment === '..')) {
    throw invalid(construct, field, path, 'must be an absolute path of letters, digits, `.`, `_` and `-`, below a folder', 'write it as /folder/file');
  }
  if (SHARED_FOLDERS.has(dirname(path))) {
    throw invalid(construct, field, path, `its folder would be mounted into the API server, and ${dirname(path)} holds much that is not its business`,
      `use a folder of its own, such as ${dirname(path)}/audit/${path.slice(path.lastIndexOf('/') + 1)}`);
  }
  return path;
}

/** A whole number of at least 1, as a flag has it. */
export function countOf(construct: IConstruct, field: string, value: number, why = 'must be a whole number of at least 1'): string {
  if (!Number.isInteger(value) || value < 1) {
    throw invalid(construct, field, value, why, 'say how much');
  }
  return String(value);
}
