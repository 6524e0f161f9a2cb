import { fits, type CelType } from './types';
import { CEL_LIBRARIES } from '../../kubernetes/cel-functions';

interface Overload {
  /** Undefined for a function that stands by itself. */
  readonly receiver?: CelType;
  readonly args: readonly CelType[];
  readonly result: CelType;
  readonly since: number;
}

let known: ReadonlyMap<string, readonly Overload[]> | undefined;

/** By name; functions of a namespace (`sets.contains`) by the whole of it. */
function overloads(): ReadonlyMap<string, readonly Overload[]> {
  if (!known) {
    const all = new Map<string, Overload[]>();
    for (const { since, overloads: list } of CEL_LIBRARIES) {
      for (const text of list) {
        const [, path, args, result] = /^([^(]+)\((.*)\) (\S+)$/.exec(text)!;
        const dot = path!.indexOf('.');
        const overload = { args: args === '' ? [] : args!.split(', '), result: result!, since };
        // `ip.family()` is a method of addresses, `ip.isCanonical(…)` a function: both may be called.
        const method: Array<[string, Overload]> = dot < 0 ? [] : [[path!.slice(dot + 1), { ...overload, receiver: path!.slice(0, dot) }]];
        const entries: Array<[string, Overload]> = [[path!, overload], ...method];
        entries.forEach(([name, each]) => all.set(name, [...all.get(name) ?? [], each]));
      }
    }
    known = all;
  }
  return known;
}

/** What a call gives, or why there is none. */
export type Call = { readonly result: CelType } | { readonly problem: string };

/**
 * Works out a call as the compiler of CEL does: by every overload of the name that its arguments fit.
 *
 * @param receiver the type before the dot; undefined for a function
 * @param minor of the server
 */
export function call(name: string, receiver: CelType | undefined, args: readonly CelType[], minor: number): Call {
  const named = (overloads().get(name) ?? []).filter(each => (each.receiver === undefined) === (receiver === undefined));
  const shown = /^[a-z]/i.test(name) ? `${receiver === undefined ? '' : `${receiver}.`}${name}(${args.join(', ')})` : `${name.replace(/_/g, '')} of ${args.join(' and ')}`;
  if (named.length === 0) {
    return { problem: `knows no ${receiver === undefined ? 'function' : 'method'} ${name}` };
  }
  const served = named.filter(({ since }) => since <= minor);
  if (served.length === 0) {
    return { problem: `knows the function ${name} from Kubernetes 1.${Math.min(...named.map(({ since }) => since))} on` };
  }
  const fitting = served.filter(each => each.args.length === args.length && each.args.every((type, at) => fits(args[at]!, type))
    && (receiver === undefined || fits(receiver, each.receiver!)));
  const results = new Set(fitting.map(({ result }) => result));
  return results.size === 0 ? { problem: `has no ${shown}` } : { result: results.size === 1 ? [...results][0]! : 'dyn' };
}

/** Whether some function is called so, in a namespace or by itself. */
export function isFunction(name: string): boolean {
  return (overloads().get(name) ?? []).some(({ receiver }) => receiver === undefined);
}
