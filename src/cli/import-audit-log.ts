import { badLineProblems, StatusLine } from './audit-replay';
import { inputFor, usage, type ClusterCommandOptions } from './cluster-input';
import { minorOf } from './minor-option';
import { colors, print, relativeTo, warn } from './output';
import { leastPrivilege, type Widening } from '../adopt/audit-log/least-privilege';
import { readEvents, type BadLine } from '../adopt/audit-log/log-events';
import { openLog } from '../adopt/audit-log/log-stream';
import { Observer } from '../adopt/audit-log/observe';
import { accessTypescript } from '../adopt/audit-log/typescript';
import { serviceAccountName } from '../decide/access';
import { NEWEST_MINOR } from '../kubernetes';
import { counted } from '../manifests/counted';
import { ProblemError } from '../manifests/problem';
import { writeManifests } from '../manifests/write';
import { requestText } from '../prove/access/guarantees';
import { auditImportJson } from '../report/audit-import-json';
import { auditImportText } from '../report/audit-import-text';
import { number } from '../report/audit-replay-words';
import { problemsText } from '../report/problems-text';

/** What `bulwark import audit-log` was told. */
export interface ImportAuditLogOptions extends ClusterCommandOptions {
  readonly user?: readonly string[];
  readonly serviceaccount?: readonly string[];
  readonly widen?: ReadonlyArray<keyof Widening>;
}

/** Bad lines that are named. */
const MOST_BAD = 20;

/**
 * The least access that the requests of some logs take. 0: it was worked out from every line. 2: some lines were no
 * events, and are named: what they showed may be missing.
 */
export async function importAuditLog(logs: readonly string[], options: ImportAuditLogOptions): Promise<number> {
  const { from, cluster, kubernetes, exclude, format } = options;
  if ([...logs, ...from === undefined ? [] : [from]].filter(each => each === '-').length > 1) {
    throw usage('standard input can be read once', 'name files for the others');
  }
  const input = from === undefined ? undefined : await inputFor({ from, cluster, kubernetes, exclude, format });
  const users = [...options.user ?? [], ...(options.serviceaccount ?? []).map(accountName)];
  const observer = new Observer();
  const badLines: BadLine[] = [];
  const line = new StatusLine();
  let events = 0;
  let leftOut = 0;
  for (const log of logs.map(openLog)) {
    await readEvents(log, {
      event: (logged, event) => {
        events += 1;
        observer.add(logged, event);
      },
      bad: bad => {
        leftOut += 1;
        if (badLines.length < MOST_BAD) {
          badLines.push(bad);
        }
      },
      progress: () => line.show(log, events),
    });
  }
  line.clear();
  const observations = observer.observations();
  const missing = users.filter(user => !observations.identities.some(each => each.user.name === user));
  if (missing.length > 0) {
    throw new ProblemError({ id: 'input-missing', value: missing.join(', '), message: 'nobody of this name did anything in the log', fix: 'name users as the log has them' });
  }
  const imported = leastPrivilege(observations, {
    minor: input?.minor ?? minorOf(kubernetes) ?? NEWEST_MINOR,
    ...users.length > 0 ? { users } : {},
    widen: Object.fromEntries((options.widen ?? []).map(each => [each, true])),
    ...input ? { today: input.objects } : {},
  });
  input?.unseen?.forEach(warn);
  if (imported.unproved.length > 0) {
    // No role can grant these, such as a name that RBAC cannot hold.
    warn(`${counted(imported.unproved.length, 'observed request is', 'observed requests are', number)} not allowed by what came out`);
  }
  const wild = imported.needed.flatMap(each => each.wild);
  if (wild.length > 0) {
    warn(`${counted(wild.length, 'observed request names', 'observed requests name', number)} a wildcard, such as ${requestText(wild[0]!.request)}; a rule for one would grant everything, so none is made`);
  }
  print(format === 'yaml' ? writeManifests(imported.objects) : format === 'ts' ? accessTypescript(imported.needed)
    : format === 'json' ? auditImportJson(imported, observations) : auditImportText(imported, observations, colors.out));
  process.stderr.write(problemsText(relativeTo(process.cwd(), badLineProblems(badLines, leftOut)), colors.err));
  return leftOut > 0 || imported.unproved.length + wild.length > 0 ? 2 : 0;
}

/** `shop/web` or `shop:web`, as audit2rbac takes it. */
function accountName(text: string): string {
  const [, namespace, name] = /^([^:/]+)[:/]([^:/]+)$/.exec(text) ?? [];
  if (namespace === undefined || name === undefined) {
    throw usage('is no service account', 'write it as NAMESPACE:NAME', '--serviceaccount');
  }
  return serviceAccountName(namespace, name);
}
