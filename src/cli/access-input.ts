import { inputFor, type ClusterCommandOptions } from './cluster-input';
import { accessOf, type ClusterAccess } from '../engine/access';
import { judgedAccess } from '../engine/access/input';

/** What every question about access is told beside the question. */
export interface AccessCommandOptions extends ClusterCommandOptions {
  readonly bootstrap: boolean;
}

/** The cluster whose access is asked about. */
export async function accessFor(options: AccessCommandOptions): Promise<ClusterAccess> {
  return accessOf(judgedAccess(await inputFor(options)), { bootstrap: options.bootstrap });
}
