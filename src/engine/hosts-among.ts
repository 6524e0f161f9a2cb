import type { Fields } from '../manifests/fields';
import type { Manifest } from '../manifests/manifest';

/**
 * The machine configuration of Talos that stands in the file of a manifest: its images name the releases that read the documents
 * beside it. Each text is read once.
 */
export function besideIn(text: (file: string) => string | undefined): (manifest: Manifest) => Fields | undefined {
  const known = new Map<string, Fields | undefined>();
  return ({ apiVersion, source: { file } }) => {
    if (apiVersion !== 'v1alpha1') {
      return undefined;
    }
    if (!known.has(file)) {
      // Loaded late: few files hold such documents.
      const { configurationIn } = require('./host-files') as typeof import('./host-files');
      known.set(file, configurationIn(text(file) ?? ''));
    }
    return known.get(file);
  };
}

/** Tools of whose files not all fields are known, as a sentence each. */
export function partlySeen(
  manifests: readonly Manifest[], others: readonly string[], minor: number, text: (file: string) => string | undefined,
): string[] {
  const files = manifests.filter(({ apiVersion }) => /^((kops|k0s)\.k|node\.eks\.aws\/|v1alpha1$)/.test(apiVersion));
  if (files.length + others.length === 0) {
    return [];
  }
  const { hostDocument } = require('../manifests/host-files') as typeof import('../manifests/host-files');
  const beside = besideIn(text);
  const readers = files.flatMap(manifest => hostDocument(manifest.object, beside(manifest)))
    .flatMap(host => host && !host.isWhole(minor) ? [host.reader] : []);
  return [...new Set([...readers, ...others])].sort()
    .map(reader => `of a file of ${reader}, not all fields are known here: an unknown one is told where it is a slip of a known name`);
}
