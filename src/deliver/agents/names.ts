import { createHash } from 'node:crypto';

/** Names become values of labels (63 characters), and Flux's have a suffix of ten. */
const LONGEST = 53;

/**
 * The name of what an agent knows a cluster by: the names of the app and of the cluster, and a point between them, so
 * that `shop` in `eu-prod` is not `shop-eu` in `prod`. Where these are no labels of DNS, or too long, a digest of both
 * is added: no two clusters have one name.
 */
export function unitName(...parts: readonly string[]): string {
  const plain = parts.map(part => part.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')).join('.');
  if (plain === parts.join('.') && plain.length <= LONGEST) {
    return plain;
  }
  const digest = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 10);
  return `${plain.slice(0, LONGEST - digest.length - 1).replace(/[.-]+$/, '')}-${digest}`;
}
