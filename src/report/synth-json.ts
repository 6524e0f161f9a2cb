import type { Plan } from '../deliver/plan';
import type { SynthesizeResult } from '../deliver/synthesize';
import type { Finding } from '../prove/finding';

/** What a synth did, or would do, as one line of JSON an app. */
export function synthJson(app: string, result: SynthesizeResult, dryRun: boolean): string {
  return `${JSON.stringify({
    app,
    dryRun,
    outdir: result.outdir,
    clusters: result.clusters.map(({ name, files, plan, warnings }) => ({ name, files, ...changes(plan), warnings: warnings.map(warning) })),
    ...result.agent ? { agent: { files: result.agent.files, ...changes(result.agent.plan) } } : {},
    undeclared: result.undeclared.map(({ name, plan }) => ({ name, removed: plan?.remove ?? [] })),
  })}\n`;
}

function warning({ id, construct, field, value, message, fix }: Finding): object {
  return { id, construct, field, value, message, fix };
}

function changes({ create, update, remove, unchanged }: Plan): object {
  return { created: create, updated: update, removed: remove, unchanged };
}
