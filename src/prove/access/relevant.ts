import { CAPABILITIES, type Question } from './capabilities';
import { apiGroupMatches, resourceMatches, verbMatches } from '../../decide/access';
import { isKeyed } from '../../kubernetes';
import type { PolicyRule } from '../../manifests/model';

const QUESTIONS = CAPABILITIES.flatMap(({ ways }) => ways.flat());
const known = new WeakMap<PolicyRule, readonly Question[]>();

/**
 * The questions of the catalogue that a rule may have a part in, whatever the names and the place: what no
 * rule of somebody's has a part in needs no asking. Most rules have none.
 */
export function questionsOf(rule: PolicyRule): readonly Question[] {
  let found = known.get(rule);
  if (!found) {
    found = QUESTIONS.filter(question => mayAllow(rule, question));
    known.set(rule, found);
  }
  return found;
}

/** Whether a rule may have a part in a question, whatever the names and the place. */
export function mayAllow(rule: PolicyRule, { verb, group, resource: path }: Question): boolean {
  const [resource = '', subresource = ''] = path.split('/');
  return verbMatches(rule, verb) && apiGroupMatches(rule, group)
    && (resourceMatches(rule, resource, subresource) || (isKeyed(group, resource) && (rule.resources ?? []).some(each => each.includes('/'))));
}
