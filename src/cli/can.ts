import { accessFor, type AccessCommandOptions } from './access-input';
import { contextOf, requestsText, usage } from './cluster-input';
import { colors, print, relativeFile, warn } from './output';
import { impliedGroups, serviceAccountOf, userWithImpliedGroups } from '../decide/access/users';
import type { ClusterAccess } from '../engine/access';
import { parseReviews } from '../engine/access/reviews';
import { canJson, decisionJson, listJson } from '../report/access-json';
import { accessListText } from '../report/access-list-text';
import { groupWords } from '../report/access-words';
import { canText } from '../report/can-text';

/** What `bulwark can` was told. */
export interface CanCommandOptions extends AccessCommandOptions {
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly subresource?: string;
  readonly list?: boolean;
  readonly quiet?: boolean;
}

/** Whether a user may send a request. 0: yes. 1: no. A list and a batch are 0 once they are answered. */
export async function can(verb: string | undefined, target: string | undefined, options: CanCommandOptions): Promise<number> {
  refuseMixture(verb, target, options);
  const access = await accessFor(options);
  if (options.requests !== undefined) {
    return answerBatch(access, options.requests);
  }
  return options.list ? list(access, options) : answer(access, verb!, target!, options);
}

function refuseMixture(verb: string | undefined, target: string | undefined, options: CanCommandOptions): void {
  const { requests, list: isList, as, asGroup, namespace, allNamespaces, subresource } = options;
  if (requests !== undefined) {
    if (isList || allNamespaces || [verb, as, asGroup, namespace, subresource].some(each => each !== undefined)) {
      throw usage('each line of --requests is a whole question', 'leave out the verb, the resource, --list, --as, --as-group, --subresource, -n and -A');
    }
    return;
  }
  if (isList ? verb !== undefined : target === undefined) {
    throw isList ? usage('--list asks about everything', 'leave out the verb and the resource')
      : usage('a verb and a resource are needed: VERB TYPE, VERB TYPE/NAME or VERB /path', 'ask as in: can get pods -n shop --as jane');
  }
  if (as === undefined || as === '') {
    if (asGroup !== undefined) {
      // kubectl refuses it as well: "requesting uid, groups or user-extra for impersonation without impersonating a user".
      throw usage('--as-group needs --as, as with kubectl: a group alone is nobody',
        `name somebody whom no binding names, to ask about any member of the group: --as nobody --as-group ${asGroup.join(' --as-group ')}`, '--as');
    }
    throw usage('whose access is asked about must be said: manifests have no current user', 'name a user by --as, such as --as jane or --as system:serviceaccount:shop:ci', '--as');
  }
  if (namespace !== undefined && allNamespaces) {
    throw usage('-n and -A exclude each other', 'leave one of them out');
  }
}

/** Words for a user that people mean otherwise: they are answered as they stand, and a slip would be a wrong no. */
function nameHints(name: string): string[] {
  const isAccount = /^[a-z0-9-]+\/[a-z0-9.-]+$/.test(name) || (name.startsWith('system:serviceaccount:') && serviceAccountOf(name) === undefined);
  return groupWords(name) !== undefined ? [`${name} is the name of a group, for which there is --as-group; it was asked of a user called so`]
    : isAccount ? [`a service account is asked as system:serviceaccount:NAMESPACE:NAME; it was asked of a user called ${name}`] : [];
}

function answer(access: ClusterAccess, verb: string, target: string, options: CanCommandOptions): number {
  const { as, asGroup = [], subresource } = options;
  const namespace = options.allNamespaces ? '' : options.namespace;
  const question = { verb, target, subresource, namespace };
  const found = access.can(question, { name: as!, groups: asGroup });
  const missing = access.unmentioned({ namespace: found.request.namespace, user: as, groups: asGroup });
  const warnings = [...nameHints(as!), ...missing, ...found.warnings, ...access.assumptions];
  if (!options.quiet) {
    const { namespaced } = access.understand(question).type ?? {};
    const implied = impliedGroups(as!).filter(group => !asGroup.includes(group) && found.request.user.groups.includes(group));
    print(options.format === 'json' ? canJson({ ...found, warnings }, contextOf(access), relativeFile)
      : canText(found, { colors: colors.out, show: relativeFile, implied, namespaced }));
  }
  if (options.format !== 'json') {
    warnings.forEach(warn);
  }
  return found.answer === 'yes' ? 0 : 1;
}

function list(access: ClusterAccess, options: CanCommandOptions): number {
  const user = userWithImpliedGroups(options.as!, options.asGroup);
  const held = access.list(user, options.namespace === undefined ? undefined : [options.namespace]);
  const nodes = user.groups.includes('system:nodes') ? ['the Node authorizer allows a kubelet more, for what runs on its node'] : [];
  const missing = access.unmentioned({ namespace: options.namespace, user: options.as, groups: options.asGroup });
  const warnings = [...nameHints(options.as!), ...missing, ...access.unresolved(user, options.namespace), ...nodes, ...access.assumptions];
  if (!options.quiet) {
    print(options.format === 'json' ? listJson(held, { ...contextOf(access), user, warnings }, relativeFile) : accessListText(user.name, held, colors.out));
  }
  if (options.format !== 'json') {
    warnings.forEach(warn);
  }
  return 0;
}

function answerBatch(access: ClusterAccess, file: string): number {
  const requests = parseReviews(requestsText(file), file === '-' ? '(standard input)' : file);
  let lines: string[] = [];
  for (const request of requests) {
    lines.push(decisionJson(access.decide(request), relativeFile));
    if (lines.length === 1000) {
      print(lines.join(''));
      lines = [];
    }
  }
  print(lines.join(''));
  access.assumptions.forEach(warn);
  return 0;
}
