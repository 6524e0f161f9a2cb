import { findByKind } from '../../../src/kubernetes';
import { groupOf, metadataOf } from '../../../src/manifests/identity';

/** Path of an object's collection on the server: `/apis/apps/v1/namespaces/shop/deployments`. */
export function collectionPath(object: Readonly<Record<string, unknown>>): string {
  const group = groupOf(object);
  const resource = findByKind(group, String(object.kind));
  if (!resource) {
    throw new Error(`no resource for ${String(object.apiVersion)} ${String(object.kind)}`);
  }
  const root = group === '' ? `/api/${String(object.apiVersion)}` : `/apis/${String(object.apiVersion)}`;
  const { namespace } = metadataOf(object);
  return `${root}${resource.namespaced ? `/namespaces/${encodeURIComponent(namespace ?? 'default')}` : ''}/${resource.plural}`;
}

/** Path of one object. */
export function objectPath(object: Readonly<Record<string, unknown>>): string {
  return `${collectionPath(object)}/${encodeURIComponent(metadataOf(object).name!)}`;
}
