import { mapAt, mapsAt, type Fields } from '../../manifests/fields';

/** An object whose content pods are given. */
export interface GivenObject {
  readonly kind: 'ConfigMap' | 'PersistentVolumeClaim' | 'Secret';
  readonly name: string;
}

/**
 * The Secrets, ConfigMaps and claims that a pod spec hands to its containers, by volumes and environment variables: what its
 * processes read without asking the API server. Sorted, each once.
 */
export function givenTo(spec: Fields): GivenObject[] {
  const all: GivenObject[] = [];
  const add = (kind: GivenObject['kind'], name: unknown) => {
    if (typeof name === 'string' && name !== '') all.push({ kind, name });
  };
  for (const volume of mapsAt(spec, 'volumes')) {
    add('Secret', mapAt(volume, 'secret').secretName);
    add('ConfigMap', mapAt(volume, 'configMap').name);
    add('PersistentVolumeClaim', mapAt(volume, 'persistentVolumeClaim').claimName);
    for (const source of mapsAt(mapAt(volume, 'projected'), 'sources')) {
      add('Secret', mapAt(source, 'secret').name);
      add('ConfigMap', mapAt(source, 'configMap').name);
    }
  }
  for (const container of ['initContainers', 'containers', 'ephemeralContainers'].flatMap(list => mapsAt(spec, list))) {
    for (const source of [...mapsAt(container, 'env').map(variable => mapAt(variable, 'valueFrom')), ...mapsAt(container, 'envFrom')]) {
      add('Secret', mapAt(source, 'secretKeyRef').name);
      add('Secret', mapAt(source, 'secretRef').name);
      add('ConfigMap', mapAt(source, 'configMapKeyRef').name);
      add('ConfigMap', mapAt(source, 'configMapRef').name);
    }
  }
  const unique = new Map(all.map(each => [`${each.kind}/${each.name}`, each]));
  return [...unique].sort(([a], [b]) => a < b ? -1 : 1).map(([, each]) => each);
}
