type Fields = Readonly<Record<string, unknown>>;

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
  for (const volume of listAt(spec, 'volumes')) {
    add('Secret', mapAt(volume, 'secret').secretName);
    add('ConfigMap', mapAt(volume, 'configMap').name);
    add('PersistentVolumeClaim', mapAt(volume, 'persistentVolumeClaim').claimName);
    for (const source of listAt(mapAt(volume, 'projected'), 'sources')) {
      add('Secret', mapAt(source, 'secret').name);
      add('ConfigMap', mapAt(source, 'configMap').name);
    }
  }
  for (const container of ['initContainers', 'containers', 'ephemeralContainers'].flatMap(list => listAt(spec, list))) {
    for (const source of [...listAt(container, 'env').map(variable => mapAt(variable, 'valueFrom')), ...listAt(container, 'envFrom')]) {
      add('Secret', mapAt(source, 'secretKeyRef').name);
      add('Secret', mapAt(source, 'secretRef').name);
      add('ConfigMap', mapAt(source, 'configMapKeyRef').name);
      add('ConfigMap', mapAt(source, 'configMapRef').name);
    }
  }
  const unique = new Map(all.map(each => [`${each.kind}/${each.name}`, each]));
  return [...unique].sort(([a], [b]) => a < b ? -1 : 1).map(([, each]) => each);
}

function listAt(holder: Fields, key: string): Fields[] {
  return Array.isArray(holder[key]) ? (holder[key] as unknown[]).filter(isMap) : [];
}

function mapAt(holder: Fields, key: string): Fields {
  const value = holder[key];
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
