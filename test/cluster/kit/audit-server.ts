import { readFileSync, writeFileSync } from 'node:fs';
import type { AuditedRequest } from './audit-request';
import { LOGINS, NAMESPACES } from './audit-tokens';
import type { JsonObject } from '../generate/json';
import type { Assets } from '../harness/assets';
import { ControlPlane } from '../harness/control-plane';
import { inFlight } from '../harness/in-flight';

/** An event of the audit log, as far as it is looked at. */
export interface AuditEvent {
  readonly auditID: string;
  readonly level: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user?: { readonly username?: string; readonly groups?: readonly string[] };
  readonly objectRef?: Readonly<Record<string, string>>;
  readonly responseStatus?: { readonly code?: number };
}

/** What the log has of one request. */
export interface Logged {
  /** The answer to the request. */
  readonly status: number;
  /** Undefined when nothing was logged: the level is None, or every stage is omitted. */
  readonly level?: string;
  readonly stages: readonly string[];
  readonly events: readonly AuditEvent[];
}

/**
 * API servers with one audit policy after the other, on one etcd. The log is read when the server has ended, and with it
 * every request: what is not there then was not logged.
 */
export class AuditServer {
  public static async start(assets: Assets): Promise<AuditServer> {
    const plane = await ControlPlane.start(assets, { users: Object.fromEntries(LOGINS.map(({ user, groups }) => [user, groups])) });
    for (const name of NAMESPACES) {
      await plane.admin.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    await plane.stopApiServer();
    return new AuditServer(plane);
  }

  private runs = 0;

  private constructor(private readonly plane: ControlPlane) {}

  /** What is logged of each request under the policy; a server that does not take the policy is an error. */
  public async log(policy: JsonObject, requests: readonly AuditedRequest[]): Promise<Logged[]> {
    this.runs += 1;
    const [policyFile, logFile] = [this.plane.file(`policy-${this.runs}.json`), this.plane.file(`audit-${this.runs}.log`)];
    writeFileSync(policyFile, JSON.stringify(policy));
    await this.plane.startApiServer({ apiServerFlags: { 'audit-policy-file': policyFile, 'audit-log-path': logFile } });
    const client = this.plane.client({});
    try {
      const statuses = await inFlight(requests.map((request, at) => ({ request, id: this.idOf(at) })), async ({ request, id }) =>
        (await client.send(request.method, request.path, request.body, { ...request.headers, 'Audit-ID': id })).status, 32);
      client.close();
      await this.plane.stopApiServer();
      return this.read(logFile, statuses);
    } finally {
      client.close();
    }
  }

  /** Every component still runs, but for the API server, which ends after each policy. */
  public finish(): Promise<void> {
    return this.plane.finish();
  }

  private idOf(at: number): string {
    return `kit-${this.runs}-${at}`;
  }

  private read(file: string, statuses: readonly number[]): Logged[] {
    const byId = new Map<string, AuditEvent[]>(statuses.map((_, at) => [this.idOf(at), []]));
    for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
      const event = JSON.parse(line) as AuditEvent;
      byId.get(event.auditID)?.push(event);
    }
    return statuses.map((status, at) => {
      const events = byId.get(this.idOf(at))!;
      const levels = [...new Set(events.map(({ level }) => level))];
      if (levels.length > 1) {
        throw new Error(`one request, several levels: ${JSON.stringify(events)}`);
      }
      return { status, ...(levels[0] === undefined ? {} : { level: levels[0] }), stages: events.map(({ stage }) => stage), events };
    });
  }
}
