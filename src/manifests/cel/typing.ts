import { call } from './overloads';
import { CelError } from './tokens';
import { fits, partsOf, type CelType } from './types';
import { CEL_FIELDS } from '../../kubernetes/cel-functions';

/** What an expression may name. */
export interface Scope {
  /** Variables and their types. */
  readonly variables: ReadonlyMap<string, CelType>;
  /** What `variables.NAME` may be; undefined where that is not known. */
  readonly named?: ReadonlyMap<string, CelType>;
  /** Messages that may be made, such as `Object`. */
  readonly messages: readonly string[];
  readonly minor: number;
}

/** The type of a function, an operator or a method; throws where no overload takes what it is given. */
export function callType(name: string, receiver: CelType | undefined, args: readonly CelType[], { minor }: Scope, offset: number): CelType {
  const answer = call(name, receiver, args, minor);
  if (name.startsWith('sets.') && !fits(args[0] ?? 'dyn', args[1] ?? 'dyn')) throw new CelError(`has no ${name} of ${args.join(' and ')}`, offset);
  if ('problem' in answer) throw new CelError(answer.problem, offset);
  return answer.result;
}

/** The same of methods; those of optional values give the type of the value. */
export function methodType(name: string, receiver: CelType, args: readonly CelType[], scope: Scope, offset: number): CelType {
  const result = callType(name, receiver, args, scope, offset);
  const { name: kind, of } = partsOf(receiver);
  if (kind === 'list') return listResult(name, of[0]!, args, result, offset);
  if (kind !== 'optional' || !['value', 'orValue', 'or'].includes(name)) return result;
  if (name === 'orValue' && !fits(args[0]!, of[0]!)) throw new CelError(`has no orValue of ${args[0]} for ${receiver}`, offset);
  if (of[0] === 'none') return name === 'value' ? 'dyn' : args[0]!;
  return name === 'or' ? receiver : of[0]!;
}

/** What lists can be summed up (k8s.io/apiserver pkg/cel/library/lists.go, `summableTypes`). */
const SUMMABLE = ['int', 'uint', 'double', 'duration', 'dyn'];

/** Methods of lists whose types are those of their elements. */
function listResult(name: string, element: CelType, args: readonly CelType[], result: CelType, offset: number): CelType {
  const isWrong = (name === 'sum' && !SUMMABLE.includes(element)) || ((name === 'indexOf' || name === 'lastIndexOf') && !fits(element, args[0]!));
  if (isWrong) throw new CelError(`has no ${name} of list(${element})`, offset);
  return ['sum', 'min', 'max'].includes(name) ? element : result;
}

export function operationType(operator: string, one: CelType, other: CelType, scope: Scope, offset: number): CelType {
  const misfit = new CelError(`has no ${operator} of ${one} and ${other}`, offset);
  if (operator === '==' || operator === '!=') {
    if (!fits(one, other)) throw misfit;
    return 'bool';
  }
  if (operator === 'in') {
    const { name, of } = partsOf(other);
    if (other !== 'dyn' && !((name === 'list' || name === 'map') && fits(one, of[0]!))) throw misfit;
    return 'bool';
  }
  if (operator === '+' && partsOf(one).name === 'list' && partsOf(other).name === 'list') {
    if (!fits(one, other)) throw misfit;
    return one;
  }
  return callType(`_${operator}_`, undefined, [one, other], scope, offset);
}

/** What stands at an index; of an optional value, or by an optional index, optionally. */
export function indexType(type: CelType, index: CelType, isOptional: boolean, offset: number): CelType {
  const outer = partsOf(type);
  const isWrapped = outer.name === 'optional';
  const { name, of } = isWrapped ? partsOf(outer.of[0]!) : outer;
  const isFound = name === 'dyn' || (name === 'list' && fits(index, 'int')) || (name === 'map' && fits(index, of[0]!));
  if (!isFound) throw new CelError(`has no index ${index} of ${type}`, offset);
  const element = name === 'dyn' ? 'dyn' : of.at(-1)!;
  return isOptional || isWrapped ? `optional(${element})` : element;
}

/** What a field holds; those of objects are not known before a request. */
export function fieldType(type: CelType, field: string, { named }: Scope, offset: number): CelType {
  const { name, of } = partsOf(type);
  if (name === 'variables') {
    const found = named?.get(field);
    if (found === undefined && named) {
      const there = named.size === 0 ? 'there are none' : `there are ${[...named.keys()].sort().join(', ')}`;
      throw new CelError(`knows no variables.${field}; ${there}`, offset);
    }
    return found ?? 'dyn';
  }
  if (name === 'dyn' || name === 'object') return 'dyn';
  if (name === 'map') return of[1]!;
  const fields = Object.hasOwn(CEL_FIELDS, name) ? CEL_FIELDS[name]! : {};
  if (!Object.hasOwn(fields, field)) throw new CelError(`knows no field ${field} of ${type}`, offset);
  return fields[field]!;
}

/** The type of the value that an optional one may hold. */
export function valueType(type: CelType): CelType {
  const { name, of } = partsOf(type);
  return name === 'optional' ? of[0]! : type;
}
