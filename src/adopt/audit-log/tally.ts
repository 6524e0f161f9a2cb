import { AUDIT_LEVELS, loggedStages, type AuditAttributes, type AuditDecision } from '../../decide/audit';
import { AuditIndex } from '../../decide/audit/audit-index';
import type { LoggedEvent } from '../../decide/audit/event';
import type { AuditLevel, AuditPolicy, AuditStage } from '../../manifests/model';

/** The policies under which events are counted. */
export interface TallyOptions {
  readonly policy: AuditPolicy;
  /** What the log is compared with, in place of what was logged. */
  readonly against?: AuditPolicy;
  /** The minor of both policies. */
  readonly minor: number;
  /** Rows a table. Default: 10. */
  readonly top?: number;
}

/** Events, and the bytes that they take in a log. */
export interface Amount {
  readonly events: number;
  readonly bytes: number;
}

/** A row of a table: what the log holds of something, and what the policy would write of it. */
export interface ReplayRow {
  readonly what: string;
  readonly before: Amount;
  readonly after: Amount;
}

/** How an event would be logged otherwise. */
export type ChangeKind = 'lost' | 'lowered' | 'raised' | 'gained';

/** Events of one kind that would be logged otherwise. */
export interface ReplayChange {
  readonly kind: ChangeKind;
  readonly from: AuditLevel;
  readonly to: AuditLevel;
  /** `get secrets`, `get /healthz`. */
  readonly what: string;
  /** The rules of the two policies; null where none matches, undefined where there is no policy to compare with. */
  readonly fromRule?: number | null;
  readonly toRule: number | null;
  readonly events: number;
  /** The auditID of one of them. */
  readonly example: string;
}

/** All figures of a replay. Bytes that a higher level would add are not in the log, so they are in no figure. */
export interface ReplayFigures {
  readonly before: Amount;
  readonly after: Amount;
  readonly byRule: ReadonlyArray<ReplayRow & { readonly rule: number | null }>;
  readonly byLevel: readonly ReplayRow[];
  readonly byUser: readonly ReplayRow[];
  readonly byResource: readonly ReplayRow[];
  readonly changes: readonly ReplayChange[];
  /** Of each kind of change, all told. */
  readonly changed: Readonly<Record<ChangeKind, number>>;
  /** Events that would have more of a body than the log holds. */
  readonly unmeasured: number;
  /** Stages at which a policy logs some of the requests, and of which the log holds no event: theirs are in no figure. */
  readonly unheldStages: readonly AuditStage[];
}

/** Users and the like that are counted by themselves; the rest is one row, so that memory has an end. */
const MOST_KEYS = 20_000;
const OTHERS = '(others)';

/** In the order in which they come; nobody can tell which requests make the server panic. */
const STAGES: readonly AuditStage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete'];

interface Cell {
  events: number;
  bytes: number;
  afterEvents: number;
  afterBytes: number;
}

/** Counts events under one policy, and against another or what was logged. */
export class Tally {
  public events = 0;
  private readonly index: AuditIndex;
  private readonly old: AuditIndex | undefined;
  private readonly total = cell();
  private readonly rules = new Map<number | null, Cell>();
  private readonly levels = new Map<string, Cell>();
  private readonly users = new Map<string, Cell>();
  private readonly resources = new Map<string, Cell>();
  private readonly changes = new Map<string, { -readonly [K in keyof ReplayChange]: ReplayChange[K] }>();
  private readonly changed: Record<ChangeKind, number> = { lost: 0, lowered: 0, raised: 0, gained: 0 };
  private unmeasured = 0;
  private readonly held = new Set<AuditStage>();
  private readonly logged = new Set<AuditStage>();
  private readonly top: number;

  constructor({ policy, against, minor, top = 10 }: TallyOptions) {
    this.index = new AuditIndex(policy, minor);
    this.old = against && new AuditIndex(against, minor);
    this.top = top;
    policy.rules.forEach((_, rule) => this.rules.set(rule, cell()));
    AUDIT_LEVELS.forEach(level => this.levels.set(level, cell()));
  }

  public add(logged: LoggedEvent, event: Readonly<Record<string, unknown>>, bytes: number): void {
    const { request, stage } = logged;
    this.events += 1;
    const decision = this.index.decide(request);
    const to = decision.omitStages.includes(stage) ? 'None' : decision.level;
    const old = this.old?.decide(request);
    const from = old === undefined ? logged.level : old.omitStages.includes(stage) ? 'None' : old.level;
    const before = from === 'None' ? 0 : bytes - this.saved(logged.level, from, event);
    const after = to === 'None' ? 0 : bytes - this.saved(logged.level, to, event);
    this.held.add(stage);
    this.noteStages(request, decision);
    if (old) this.noteStages(request, old);
    this.unmeasured += rank(to) > rank(logged.level) ? 1 : 0;
    // A rule is counted with what it takes, also at a stage that it omits.
    this.count(this.rules, decision.rule, before, after);
    count(this.total, before, after);
    const level = this.levels.get(from)!;
    level.events += before > 0 ? 1 : 0;
    level.bytes += before;
    const next = this.levels.get(to)!;
    next.afterEvents += after > 0 ? 1 : 0;
    next.afterBytes += after;
    this.count(this.users, request.user === null ? '(failed logins)' : request.user.name, before, after);
    this.count(this.resources, resourceOf(request), before, after);
    if (from !== to) {
      this.change(from, to, request, old, decision, event);
    }
  }

  public figures(): ReplayFigures {
    const rules = [...this.rules].sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity));
    return {
      ...row('', this.total),
      byRule: rules.map(([rule, each]) => ({ rule, ...row(rule === null ? 'no rule' : `rules[${rule}]`, each) })),
      byLevel: AUDIT_LEVELS.map(level => row(level, this.levels.get(level)!)),
      byUser: this.largest(this.users),
      byResource: this.largest(this.resources),
      changes: [...this.changes.values()].sort((a, b) => order(a) - order(b) || b.events - a.events || (a.what < b.what ? -1 : 1))
        .slice(0, this.top * 3),
      changed: { ...this.changed },
      unmeasured: this.unmeasured,
      unheldStages: STAGES.filter(stage => this.logged.has(stage) && !this.held.has(stage)),
    };
  }

  private noteStages(request: AuditAttributes, decision: AuditDecision): void {
    if (this.logged.size < STAGES.length) loggedStages(request, decision).forEach(stage => this.logged.add(stage));
  }

  /** Bytes of the bodies that a lower level leaves out. */
  private saved(logged: AuditLevel, to: AuditLevel, event: Readonly<Record<string, unknown>>): number {
    if (rank(to) >= rank(logged)) {
      return 0;
    }
    return (to === 'Metadata' ? sizeOf('requestObject', event.requestObject) : 0) + sizeOf('responseObject', event.responseObject);
  }

  private change(
    from: AuditLevel, to: AuditLevel, request: AuditAttributes, old: AuditDecision | undefined, { rule }: AuditDecision,
    event: Readonly<Record<string, unknown>>,
  ): void {
    const kind = to === 'None' ? 'lost' : from === 'None' ? 'gained' : rank(to) < rank(from) ? 'lowered' : 'raised';
    this.changed[kind] += 1;
    const what = `${request.verb} ${resourceOf(request)}`;
    const key = `${from}\n${to}\n${rule}\n${old?.rule}\n${what}`;
    const known = this.changes.get(key);
    if (known) {
      known.events += 1;
    } else if (this.changes.size < MOST_KEYS) {
      const example = typeof event.auditID === 'string' ? event.auditID : '';
      this.changes.set(key, { kind, from, to, what, ...old ? { fromRule: old.rule } : {}, toRule: rule, events: 1, example });
    }
  }

  private count<K>(cells: Map<K | string, Cell>, key: K | string, before: number, after: number): void {
    let found = cells.get(key);
    if (!found) {
      const kept = cells.size < MOST_KEYS ? key : OTHERS;
      found = cells.get(kept) ?? cell();
      cells.set(kept, found);
    }
    count(found, before, after);
  }

  private largest(cells: ReadonlyMap<string, Cell>): ReplayRow[] {
    const most = ({ before, after }: ReplayRow) => Math.max(before.bytes, after.bytes);
    return [...cells].map(([what, each]) => row(what, each)).sort((a, b) => most(b) - most(a) || (a.what < b.what ? -1 : 1)).slice(0, this.top);
  }
}

const KINDS: readonly ChangeKind[] = ['lost', 'lowered', 'gained', 'raised'];

function order({ kind }: Pick<ReplayChange, 'kind'>): number {
  return KINDS.indexOf(kind);
}

function cell(): Cell {
  return { events: 0, bytes: 0, afterEvents: 0, afterBytes: 0 };
}

function count(into: Cell, before: number, after: number): void {
  into.events += before > 0 ? 1 : 0;
  into.bytes += before;
  into.afterEvents += after > 0 ? 1 : 0;
  into.afterBytes += after;
}

function row(what: string, { events, bytes, afterEvents, afterBytes }: Cell): ReplayRow {
  return { what, before: { events, bytes }, after: { events: afterEvents, bytes: afterBytes } };
}

function rank(level: AuditLevel): number {
  return AUDIT_LEVELS.indexOf(level);
}

/** The bytes of a field of an event: `,"requestObject":{…}`. */
function sizeOf(name: string, value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value)) + name.length + 4;
}

/** Names of objects are not told apart, nor what follows the first part of a path. */
function resourceOf({ resourceRequest, apiGroup, resource, subresource, path }: AuditAttributes): string {
  if (!resourceRequest) {
    const second = path.indexOf('/', 1);
    return second < 0 ? path : `${path.slice(0, second)}/*`;
  }
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  return apiGroup === '' ? full : `${full}.${apiGroup}`;
}
