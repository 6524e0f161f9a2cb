import { modelOf, objectOf } from './support';
import { INDEX_FILE } from '../../src/deliver/cluster-index';
import { layOut } from '../../src/deliver/layout';
import type { SynthesizableApp } from '../../src/deliver/synthesize';

/** An app whose clusters hold these config maps, by name. */
export function appOf(clusters: Readonly<Record<string, readonly string[]>>, name = 'shop'): SynthesizableApp {
  return {
    name,
    clusters: Object.keys(clusters),
    model: cluster => {
      const objects = clusters[cluster]!.map(each => objectOf('v1', 'ConfigMap', each, 'shop'));
      return { ...modelOf({ name: cluster, objects }), app: name };
    },
  };
}

/** What an output folder holds when it holds exactly these clusters of an app. */
export function treeOfApp(app: SynthesizableApp): Record<string, string> {
  const index = `${JSON.stringify({ version: 1, app: app.name, clusters: [...app.clusters].sort() }, null, 2)}\n`;
  return Object.fromEntries([[INDEX_FILE, index],
    ...app.clusters.flatMap(cluster => [...layOut(app.model(cluster))].map(([path, text]) => [`${cluster}/${path}`, text]))]);
}
