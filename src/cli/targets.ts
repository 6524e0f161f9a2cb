import { colors, print } from './output';
import { DISTRIBUTIONS, distributionOf } from '../kubernetes/distributions';
import { ProblemError, shown } from '../manifests/problem';
import { targetsJson, targetsMarkdown, targetsText } from '../report/targets';

/** Prints what each distribution lets one set, or one of them in full. */
export function targets(name: string | undefined, { format }: { readonly format: string }): number {
  if (name !== undefined && !distributionOf(name)) {
    throw new ProblemError({
      id: 'target-unsupported', field: 'target', value: shown(name), message: 'is no distribution that is known here', fix: `use one of ${Object.keys(DISTRIBUTIONS).sort().join(', ')}`,
    });
  }
  print(format === 'json' ? targetsJson(name) : format === 'md' ? targetsMarkdown(name) : targetsText(name, colors.out));
  return 0;
}
