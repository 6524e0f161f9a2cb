import type { AccessRequest } from '../../decide/access';
import { ProblemError, type Problem } from '../../manifests/problem';

/**
 * Requests from JSON lines, each a SubjectAccessReviewSpec (authorization.k8s.io/v1) or a SubjectAccessReview
 * with one. Groups count as they stand; none is implied. Empty lines are passed over.
 *
 * Throws a ProblemError that names every line which is no such thing, so that no answer is given to half a batch.
 */
export function parseReviews(text: string, file: string): AccessRequest[] {
  const problems: Problem[] = [];
  const requests: AccessRequest[] = [];
  text.split('\n').forEach((line, at) => {
    if (line.trim() === '') {
      return;
    }
    try {
      requests.push(requestOf(JSON.parse(line)));
    } catch (e) {
      problems.push({ id: 'request-invalid', source: { file, line: at + 1 }, message: (e as Error).message.split('\n')[0]!, fix: 'write one SubjectAccessReviewSpec a line, as JSON' });
    }
  });
  if (problems.length > 0) {
    throw new ProblemError(...problems.slice(0, MOST));
  }
  return requests;
}

/** A batch of another format would be nothing but problems. */
const MOST = 20;

type Fields = Readonly<Record<string, unknown>>;

function requestOf(value: unknown): AccessRequest {
  const whole = fields(value, 'the line');
  const spec = 'spec' in whole && whole.kind === 'SubjectAccessReview' ? fields(whole.spec, 'spec') : whole;
  only(spec, ['user', 'groups', 'uid', 'extra', 'resourceAttributes', 'nonResourceAttributes'], '');
  const { user = '', groups = [], resourceAttributes, nonResourceAttributes } = withoutNull(spec);
  if (typeof user !== 'string') {
    throw new Error('user must be a string');
  }
  if (!Array.isArray(groups) || !groups.every((group): group is string => typeof group === 'string')) {
    throw new Error('groups must be a list of strings');
  }
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined)) {
    throw new Error('exactly one of resourceAttributes and nonResourceAttributes is needed');
  }
  const attributes = resourceAttributes !== undefined ? fields(resourceAttributes, 'resourceAttributes') : fields(nonResourceAttributes, 'nonResourceAttributes');
  const isResource = resourceAttributes !== undefined;
  const field = isResource ? 'resourceAttributes' : 'nonResourceAttributes';
  only(attributes, isResource ? ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name', 'fieldSelector', 'labelSelector'] : ['path', 'verb'], `${field}.`);
  const word = (name: string): string => {
    const found = attributes[name] ?? '';
    if (typeof found !== 'string') {
      throw new Error(`${field}.${name} must be a string`);
    }
    return found;
  };
  return {
    user: { name: user, groups },
    verb: word('verb'),
    resourceRequest: isResource,
    apiGroup: word('group'),
    resource: word('resource'),
    subresource: word('subresource'),
    name: word('name'),
    namespace: word('namespace'),
    path: word('path'),
  };
}

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${what} must be an object`);
  }
  return value as Fields;
}

/** A misspelt field would ask another question in silence. */
function only(object: Fields, known: readonly string[], path: string): void {
  const unknown = Object.keys(object).find(key => !known.includes(key));
  if (unknown !== undefined) {
    throw new Error(`unknown field ${path}${unknown}`);
  }
}

function withoutNull(object: Fields): Fields {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
