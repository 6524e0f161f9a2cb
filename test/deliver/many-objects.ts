import { NO_HOSTS } from '../../src/deliver/hosts-model';
import type { ClusterModel } from '../../src/deliver/model';
import type { SynthesizableApp } from '../../src/deliver/synthesize';

/** How many clusters an app has, and how many objects each of them. */
export interface Many {
  readonly clusters: number;
  readonly objects: number;
  /** What each object holds. Default: `one`. */
  readonly text?: string;
}

/** An app of so much that its files are written while it is computed. */
export function manyObjects({ clusters, objects, text = 'one' }: Many): SynthesizableApp {
  const model = (name: string): ClusterModel => ({
    name,
    app: 'many',
    target: { distribution: 'generic', kubernetes: '1.34', minor: 34 },
    objects: Array.from({ length: objects }, (_, at) => ({
      object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `config-${at}`, namespace: `team-${at % 50}` }, data: { text, cluster: name } },
      construct: `many/${name}/config-${at}`,
    })),
    hosts: NO_HOSTS,
    promises: { guarantees: [], acknowledgements: [], groups: {} },
  });
  return {
    name: 'many',
    clusters: Array.from({ length: clusters }, (_, at) => `cluster-${at}`),
    model: (name, onAssembled) => {
      const each = model(name);
      onAssembled?.(each);
      return each;
    },
  };
}
