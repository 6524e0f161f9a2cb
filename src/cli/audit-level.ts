import { auditPolicyFor, type AuditCommandOptions, type AuditInput } from './audit-input';
import { requestsText, usage } from './cluster-input';
import { colors, print, relativeFile, warn } from './output';
import { userWithImpliedGroups } from '../decide/access/users';
import { loggedStages, type AuditAttributes } from '../decide/audit';
import { AuditIndex } from '../decide/audit/audit-index';
import { understand } from '../engine/access/question';
import { ResourceTypes } from '../engine/access/resource-types';
import { parseAuditRequests } from '../engine/audit/requests';
import { auditLevelJson, auditLevelText } from '../report/audit-level-text';

/** What `bulwark audit level` was told. */
export interface AuditLevelOptions extends AuditCommandOptions {
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly failedLogin?: boolean;
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly subresource?: string;
}

/** What a policy logs of a request. 0: something. 1: nothing. A batch is 0 once it is answered. */
export async function auditLevel(verb: string | undefined, target: string | undefined, options: AuditLevelOptions): Promise<number> {
  refuseMixture(verb, target, options);
  const input = await auditPolicyFor(options);
  return options.requests === undefined ? answer(input, verb!, target!, options) : answerBatch(input, options.requests);
}

function refuseMixture(verb: string | undefined, target: string | undefined, options: AuditLevelOptions): void {
  const { requests, as, asGroup, failedLogin, namespace, allNamespaces, subresource, policy } = options;
  if (requests !== undefined) {
    if (failedLogin || allNamespaces || [verb, as, asGroup, namespace, subresource].some(each => each !== undefined)) {
      throw usage('each line of --requests is a whole question', 'leave out the verb, the resource, --as, --as-group, --failed-login, --subresource, -n and -A');
    }
    if (requests === '-' && policy === '-') {
      throw usage('standard input cannot hold both the policy and the requests', 'name a file for one of them');
    }
    return;
  }
  if (target === undefined) {
    throw usage('a verb and a resource are needed: VERB TYPE, VERB TYPE/NAME or VERB /path', 'ask as in: audit level get secrets -n shop --as jane --policy policy.yaml');
  }
  if (failedLogin ? as !== undefined || asGroup !== undefined : as === undefined || as === '') {
    throw failedLogin ? usage('a login that fails has no user and no groups', 'leave out --as and --as-group')
      : usage('whose request it is must be said: rules look at users', 'name a user by --as, such as --as jane, or say --failed-login', '--as');
  }
  if (namespace !== undefined && allNamespaces) {
    throw usage('-n and -A exclude each other', 'leave one of them out');
  }
}

function answer({ policy, minor, file }: AuditInput, verb: string, target: string, options: AuditLevelOptions): number {
  const { as, asGroup, failedLogin, subresource, allNamespaces } = options;
  const { attributes, warnings } = understand({ verb, target, subresource, namespace: allNamespaces ? '' : options.namespace }, new ResourceTypes(minor));
  const request: AuditAttributes = { ...attributes, user: failedLogin ? null : userWithImpliedGroups(as!, asGroup) };
  const decision = new AuditIndex(policy, minor).decide(request);
  print(options.format === 'json' ? auditLevelJson(request, decision) : auditLevelText(request, decision, policy, relativeFile(file), colors.out));
  warnings.forEach(warn);
  return loggedStages(request, decision).length > 0 ? 0 : 1;
}

function answerBatch({ policy, minor }: AuditInput, file: string): number {
  const index = new AuditIndex(policy, minor);
  let lines: string[] = [];
  for (const request of parseAuditRequests(requestsText(file), file === '-' ? '(standard input)' : file)) {
    lines.push(auditLevelJson(request, index.decide(request)));
    if (lines.length === 1000) {
      print(lines.join(''));
      lines = [];
    }
  }
  print(lines.join(''));
  return 0;
}
