import { join } from 'node:path';
import { INDEX_FILE, parseJson } from '../deliver/cluster-index';
import { parseHostFacts } from '../deliver/host-facts';
import { parsePromises } from '../deliver/promises';
import type { PromisesModel } from '../prove/guarantee';
import type { NodesView } from '../prove/nodes/view';

/** What the index of a written cluster says beside its files. */
export interface WrittenPromises {
  readonly promises: PromisesModel;
  /** The path of the construct that made each file, by the file's path. */
  readonly constructs: ReadonlyMap<string, string>;
  /** What was asked of its machines. */
  readonly nodes?: NodesView;
  /** The name of the distribution of its target. */
  readonly distribution?: string;
}

/** Reads it. Throws a ProblemError for an index that is not understood. */
export function writtenPromises(root: string, text: string): WrittenPromises {
  const { files, target } = parseJson(text) as { files?: Record<string, { construct?: unknown }>; target?: { distribution?: unknown } };
  const constructs = Object.entries(files ?? {}).flatMap(([path, row]) => typeof row?.construct === 'string' ? [[join(root, path), row.construct] as const] : []);
  const file = join(root, INDEX_FILE);
  const distribution = typeof target?.distribution === 'string' ? { distribution: target.distribution } : {};
  return { promises: parsePromises(text, file), constructs: new Map(constructs), nodes: parseHostFacts(parseJson(text), file), ...distribution };
}
