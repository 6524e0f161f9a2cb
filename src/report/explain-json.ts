import type { ShowFile } from './access-words';
import type { AccessBinding, Origin } from '../decide/access/policy';
import type { WorkloadExplanation } from '../prove/workloads/explanation';

/** The same as `explainText`, for machines. */
export function explainJson(explanation: WorkloadExplanation, context: object, show: ShowFile): string {
  const { workload, object, account, given, security, rules, reaches, reachedBy, touchedBy, assumptions } = explanation;
  return `${JSON.stringify({
    ...context,
    workload,
    ...originOf({ source: object.source, construct: object.construct }, show),
    account,
    given,
    security,
    rules: rules.flatMap(({ namespace, rules: held }) => held.map(({ binding, rule }) => ({
      ...namespace === '' ? {} : { namespace }, rule: rule.rule, binding: bindingOf({ binding }), ...originOf(binding.origin, show),
    }))),
    reaches,
    reachedBy,
    touchedBy: touchedBy.map(({ act, by }) => ({
      act,
      by: by.map(({ subject, binding, requests }) => ({
        subject, requests, binding: bindingOf({ binding }), ...originOf(binding.origin, show),
      })),
    })),
    warnings: assumptions,
  })}\n`;
}

function bindingOf({ binding: { kind, namespace, name } }: { readonly binding: AccessBinding }): object {
  return { kind, ...namespace === '' ? {} : { namespace }, name };
}

function originOf({ source, construct }: Origin, show: ShowFile): object {
  return { ...source ? { source: { ...source, file: show(source.file) } } : {}, ...construct === undefined ? {} : { construct } };
}
