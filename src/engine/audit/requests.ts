import type { AuditAttributes } from '../../decide/audit';
import { requestOf } from '../../decide/audit/event';
import { ProblemError, type Problem } from '../../manifests/problem';

/** A batch of another format would be nothing but problems. */
const MOST = 20;

/**
 * Requests from JSON lines, each an Event of audit.k8s.io/v1, of which user, verb, objectRef and requestURI are read.
 * Groups count as they stand. Empty lines are passed over. Throws a ProblemError that names every line which is no
 * event, so that no answer is given to half a batch.
 */
export function parseAuditRequests(text: string, file: string): AuditAttributes[] {
  const problems: Problem[] = [];
  const requests: AuditAttributes[] = [];
  text.split('\n').forEach((line, at) => {
    if (line.trim() === '') {
      return;
    }
    const found = parsed(line);
    if (typeof found === 'string') {
      problems.push({ id: 'request-invalid', source: { file, line: at + 1 }, message: found, fix: 'write one Event of audit.k8s.io/v1 a line, as JSON' });
    } else {
      requests.push(found);
    }
  });
  if (problems.length > 0) {
    throw new ProblemError(...problems.slice(0, MOST));
  }
  return requests;
}

function parsed(line: string): AuditAttributes | string {
  try {
    return requestOf(JSON.parse(line));
  } catch {
    return 'is no JSON';
  }
}
