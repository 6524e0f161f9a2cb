import { flagProblems, type Flag } from './flags';
import { at, type HostProblem } from './host-problem';
import type { FlaggedComponent } from '../../kubernetes/component-flags';
import { capabilityOf } from '../../kubernetes/distributions';
import { isMap } from '../fields';

/** How a tool takes the flags of a component. */
export type ArgsShape = 'map' | 'list' | 'either';

/** Flags that were read, and what kept others from it. */
export interface ReadArgs {
  readonly flags: readonly Flag[];
  readonly problems: readonly HostProblem[];
}

/**
 * Flags as tools hold them: a map of name and value, a list of `{ name, value }`, or a list of `name=value`. A wrong shape
 * is an error: the tool refuses the file.
 */
export function argsOf(args: unknown, path: string, shape: ArgsShape): ReadArgs {
  if (args === undefined || args === null) {
    return { flags: [], problems: [] };
  }
  if (isMap(args) && shape !== 'list') {
    return { flags: Object.entries(args).map(([name, value]) => ({ name, value: String(value), field: at(path, name) })), problems: [] };
  }
  if (Array.isArray(args) && shape !== 'map') {
    const problems = args.flatMap((arg: unknown, index): HostProblem[] => typeof arg === 'string' || isMap(arg) && typeof arg.name === 'string' && Object.keys(arg).every(key => ['name', 'value'].includes(key)) ? []
      : [{ field: at(path, index), value: arg, message: 'must be a flag with its name and value', fix: 'write { name: …, value: … }' }]);
    return { flags: args.flatMap((arg: unknown, index) => flagOf(arg, at(path, index))), problems };
  }
  const [wanted, fix] = shape === 'list' ? ['a list of name and value', 'write [{ name: …, value: … }]'] : ['a map of names and values', 'write { name: value }'];
  return { flags: [], problems: [{ field: path, value: args, message: `must be ${wanted} in this version: the file is refused`, fix }] };
}

function flagOf(arg: unknown, field: string): Flag[] {
  if (typeof arg === 'string') {
    const [name = '', ...value] = arg.replace(/^--/, '').split('=');
    return [{ name, value: value.join('='), field }];
  }
  return isMap(arg) && typeof arg.name === 'string' ? [{ name: arg.name, value: String(arg.value), field }] : [];
}

/** Flags of a component: of the wrong shape, unknown to the minor, or not for the user of a distribution to set. */
export function componentProblems(
  component: FlaggedComponent, args: unknown, path: string, shape: ArgsShape, minor: number, distribution: string,
): HostProblem[] {
  const { flags, problems } = argsOf(args, path, shape);
  const denied = flags.flatMap(({ name, value, field }): HostProblem[] => {
    const { can, how } = capabilityOf({ distribution, minor }, `${component} --${name}`, value);
    return can === 'settable' ? [] : [{ field, value: `${name}=${value}`, message: how, fix: 'leave it out', dead: can === 'managed' }];
  });
  return [...problems, ...denied, ...flagProblems(component, flags.filter(({ field }) => !denied.some(each => each.field === field)), minor)];
}
