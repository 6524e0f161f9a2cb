import { missesGroup } from './foreign';
import { groupOf, objectLabel } from '../../manifests/identity';
import { ProblemError, shown } from '../../manifests/problem';
import { problemsOfManifest } from '../../prove/validity';
import { atField, decodeClusterInput, readClusterInput, type ClusterInput, type ClusterInputOptions } from '../cluster-input';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** The manifests in a file or a folder, of exactly one cluster (see `readClusterInput`), whose RBAC objects are valid. */
export function readAccessInput(path: string, options: ClusterInputOptions = {}): ClusterInput {
  return judgedAccess(readClusterInput(path, options));
}

/** The same of a stream, such as standard input. */
export function decodeAccessInput(bytes: Uint8Array, name: string, options: ClusterInputOptions = {}): ClusterInput {
  return judgedAccess(decodeClusterInput(bytes, name, options));
}

/** Throws a ProblemError for what the API server would refuse of roles and bindings: it would never decide by them. */
export function judgedAccess(input: ClusterInput): ClusterInput {
  const { objects, minor } = input;
  const problems = objects.flatMap(({ object, source }) => {
    if (missesGroup({ object })) {
      return [atField({
        id: 'object-unserved',
        field: 'apiVersion',
        source,
        object: objectLabel(object),
        value: shown(object.apiVersion),
        message: `no API server has this kind there, and RBAC's is of ${RBAC_GROUP}/v1`,
        fix: `write ${RBAC_GROUP}/v1`,
      }, input)];
    }
    if (groupOf(object) !== RBAC_GROUP || !source) {
      return [];
    }
    const manifest = { object, source, apiVersion: String(object.apiVersion), kind: String(object.kind) };
    return problemsOfManifest(manifest, minor).map(problem => atField(problem, input));
  });
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  return input;
}
