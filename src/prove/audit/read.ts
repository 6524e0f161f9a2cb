import { groupOf } from '../../manifests/identity';
import type { AuditPolicy } from '../../manifests/model';
import { ProblemError, type Problem } from '../../manifests/problem';
import { parseManifests, type Manifest } from '../../manifests/read';
import { AUDIT_POLICY, decode } from '../../manifests/validate';
import { problemsOfAuditPolicy } from '../validity';

/**
 * The audit policy in a text. Throws a ProblemError with every place for a text that is no YAML, for one that holds
 * no policy or anything beside it (the API server reads the first document of the file alone), and for a policy that
 * the API server of the minor would refuse, or of which it would drop a part without a word.
 */
export function readAuditPolicy(text: string, file: string, minor: number): AuditPolicy {
  const { manifests, problems, others } = parseManifests(text, file);
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  refuseOtherFirst(text, file);
  const [manifest] = manifests;
  if (!manifest || !isAuditPolicy(manifest.object)) {
    throw new ProblemError({
      id: 'input-missing',
      source: manifest?.source ?? { file },
      message: 'holds no audit policy',
      fix: 'name a file whose first document has apiVersion: audit.k8s.io/v1 and kind: Policy',
    });
  }
  if (manifests.length + others > 1) {
    throw new ProblemError({
      id: 'host-file-invalid',
      source: manifests[1]?.source ?? { file },
      message: 'holds more than one document, and the API server reads the first alone',
      fix: 'keep the policy in a file of its own',
    });
  }
  const found = locate(problemsOfAuditPolicy(manifest.object, minor), manifest, text);
  if (found.length > 0) {
    throw new ProblemError(...found);
  }
  return decodeAuditPolicy(manifest.object);
}

/**
 * The API server decodes the first document of the file, and exactly one object (`k8s.io/apiserver/pkg/audit/policy/reader.go`,
 * `LoadPolicyFromBytes`): it does not start with an empty one before the policy, and takes none out of a List.
 */
function refuseOtherFirst(text: string, file: string): void {
  // Loaded late, with the parser that it needs, which looks for the fields of the policy as well.
  const { firstDocument } = require('../../manifests/first-document') as typeof import('../../manifests/first-document');
  const first = firstDocument(text, file);
  if (first?.empty) {
    throw new ProblemError({
      id: 'host-file-invalid',
      source: first.source,
      message: 'the first document is empty, and the API server reads no other: it would not start',
      fix: 'take out the line --- before the policy',
    });
  }
  if (first?.kind?.endsWith('List')) {
    throw new ProblemError({
      id: 'host-file-invalid',
      source: first.source,
      message: `is a ${first.kind}, and the API server reads one object: it would not start`,
      fix: 'make the policy in it the whole file',
    });
  }
}

/** A policy that was found valid, without what is null in it. */
export function decodeAuditPolicy(object: Readonly<Record<string, unknown>>): AuditPolicy {
  return decode(AUDIT_POLICY, object).value as AuditPolicy;
}

/** Whether an object is meant as an audit policy, of whatever version. */
export function isAuditPolicy(object: Readonly<Record<string, unknown>>): boolean {
  return object.kind === 'Policy' && groupOf(object) === 'audit.k8s.io';
}

function locate(problems: readonly Problem[], { source }: Manifest, text: string): Problem[] {
  // Loaded late, with the parser that it needs: a right policy has no field to look for.
  const { FieldLocator } = require('../../manifests/locate') as typeof import('../../manifests/locate');
  const locator = new FieldLocator(text);
  return problems.map(problem => ({
    ...problem, object: 'audit Policy', source: problem.field === undefined ? source : locator.locate(source, problem.field),
  }));
}
