import { parseJson } from '../../deliver/cluster-index';
import { readToml } from '../../manifests/toml';

/** The settings in a file for machines, as plain data; its lines where it is none that is read here. */
export function readText(path: string, text: string | undefined): unknown {
  if (text === undefined) {
    return undefined;
  }
  try {
    const read = /\.json$/.test(path) ? parseJson(text) : /\.toml$/.test(path) ? readToml(text)
      : /\.ya?ml$/.test(path) ? yamlOf(text) : undefined;
    return read === undefined ? text.split('\n') : Array.isArray(read) && read.length === 1 ? read[0] : read;
  } catch {
    return text.split('\n');
  }
}

function yamlOf(text: string): unknown[] {
  const { parseAllDocuments } = require('../../manifests/any-yaml') as typeof import('../../manifests/any-yaml');
  return parseAllDocuments(text).map(document => document.toJS() as unknown);
}
