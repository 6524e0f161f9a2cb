import type { DiffSide } from './side';
import { hostFacts } from '../../deliver/host-facts';
import type { ClusterModel } from '../../deliver/model';
import { parseManifests } from '../../manifests/read';
import { auditOfManifests } from '../audit/view';

/** The clusters that a program makes now, each object with the line that made it. */
export function modelSide(
  name: string, clusters: readonly string[], model: (cluster: string) => ClusterModel, minor?: number,
  shared: ReadonlyMap<string, string> = new Map(),
): DiffSide {
  // Loaded late: folders are compared without what lays one out.
  const { layOut } = require('../../deliver/layout') as typeof import('../../deliver/layout');
  return {
    name,
    beside: [...shared].filter(([path]) => /\.ya?ml$/.test(path)).flatMap(([path, text]) => parseManifests(text, path).manifests),
    clusters: clusters.map(each => {
      const made = model(each);
      const { distribution, kubernetes } = made.target;
      const nodes = hostFacts(made);
      const tree = layOut(made);
      const hostFiles = new Map([...tree].filter(([path]) => path.startsWith('hosts/')));
      // Read from the files, as that of a written tree is, so that both are compared alike.
      const read = [...hostFiles].filter(([path]) => /\.ya?ml$/.test(path)).flatMap(([path, text]) => parseManifests(text, path).manifests);
      return {
        name: each,
        minor: minor ?? made.target.minor,
        objects: made.objects,
        agent: [...tree].filter(([path]) => path.startsWith('agent/')).flatMap(([path, text]) => parseManifests(text, path).manifests),
        audit: auditOfManifests(read, minor ?? made.target.minor),
        ...nodes ? { nodes } : {},
        settings: nodes?.settings ?? {},
        hostFiles,
        said: { target: { distribution, kubernetes }, ...made.promises },
      };
    }),
  };
}
