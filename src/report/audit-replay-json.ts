import type { Replay } from '../adopt/audit-log/replay';

/** A replay as JSON: every figure as it was counted. */
export function auditReplayJson(replay: Replay, context: { readonly policy: string; readonly against?: string }): string {
  return `${JSON.stringify({ policy: context.policy, ...context.against === undefined ? {} : { against: context.against }, ...replay }, null, 2)}\n`;
}
