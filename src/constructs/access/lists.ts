import type { IConstruct } from 'constructs';
import { KubernetesResource } from './kubernetes-resource';
import { Verb } from './verb';
import { builtInResources } from '../../kubernetes';
import { invalid } from '../errors';

/** Refuses empty lists: Kubernetes reads an absent list of names as every name. */
export function refuseEmpty(construct: IConstruct, field: string, list: readonly unknown[] | undefined): void {
  if (list !== undefined) {
    refuseMissing(construct, field, list, 'leave it out, or list what is meant');
  }
}

/** Refuses what is not a list of something. */
export function refuseMissing(construct: IConstruct, field: string, list: readonly unknown[] | undefined, fix = 'list what is meant'): void {
  if (list === undefined || list === null) {
    throw invalid(construct, field, undefined, 'must be given', fix);
  }
  if (!Array.isArray(list)) {
    throw invalid(construct, field, list, 'must be a list', 'put it in brackets: [ … ]');
  }
  if (list.length === 0) {
    throw invalid(construct, field, list, 'must not be empty', fix);
  }
  const empty = list.findIndex(item => item === '' || item === undefined || item === null);
  if (empty >= 0) {
    throw invalid(construct, `${field}[${empty}]`, list[empty], 'must not be empty', 'list what is meant');
  }
}

/** A choice, which a program without types may write as a text: `'false'` would count as true. */
export function checkedFlag(construct: IConstruct, field: string, flag: boolean | undefined, fallback: boolean): boolean {
  if (flag !== undefined && typeof flag !== 'boolean') {
    throw invalid(construct, field, flag, 'is neither true nor false', 'write true or false, without quotes');
  }
  return flag ?? fallback;
}

/** A list of resources that may not be missing. Programs without types pass texts, which would end in a TypeError. */
export function checkedResources(
  construct: IConstruct, field: string, list: readonly KubernetesResource[] | undefined,
): readonly KubernetesResource[] {
  return checked(construct, field, list, isResource, 'is no KubernetesResource', resourceFix);
}

/** A list of verbs that may not be missing. */
export function checkedVerbs(construct: IConstruct, field: string, list: readonly Verb[] | undefined): readonly string[] {
  const isVerb = (item: unknown) => item instanceof Verb || (isObject(item) && typeof item.name === 'string' && !('kind' in item));
  return checked(construct, field, list, isVerb, 'is no Verb', verbFix).map(verb => verb.name);
}

/** Names of objects; none where the list is left out. */
export function checkedNames(construct: IConstruct, field: string, list: readonly string[] | undefined): readonly string[] {
  const isText = (item: unknown) => typeof item === 'string';
  return list === undefined ? [] : checked(construct, field, list, isText, 'is no name', () => 'write it as a text');
}

function checked<T>(
  construct: IConstruct, field: string, list: readonly T[] | undefined,
  is: (item: unknown) => boolean, message: string, fix: (item: unknown) => string,
): readonly T[] {
  refuseMissing(construct, field, list);
  const at = list!.findIndex(item => !is(item));
  if (at >= 0) {
    throw invalid(construct, `${field}[${at}]`, list![at], message, fix(list![at]));
  }
  return list!;
}

function isResource(item: unknown): boolean {
  return item instanceof KubernetesResource || (isObject(item) && typeof item.group === 'string' && typeof item.resource === 'string');
}

/** The constant or the call for a resource that is given in other words. cdk8s-plus has resources of its own, which know no subresources. */
export function resourceFix(item: unknown): string {
  if (isObject(item) && typeof item.resourceType === 'string') {
    const group = typeof item.apiGroup === 'string' && item.apiGroup !== '' ? `group: '${item.apiGroup}', ` : '';
    return `use KubernetesResource.of({ ${group}resource: '${item.resourceType}' })`;
  }
  const [plural, subresource] = typeof item === 'string' ? item.split('/', 2) as [string, string | undefined] : ['', undefined];
  const lower = plural.toLowerCase();
  const known = builtInResources().find(each => each.plural === lower || each.singular === lower || each.shortNames.includes(lower));
  if (!known) {
    return 'use a constant such as KubernetesResource.PODS, or KubernetesResource.of({ group, resource })';
  }
  const group = known.group === '' ? '' : `group: '${known.group}', `;
  return `use KubernetesResource.of({ ${group}resource: '${known.plural}'${subresource === undefined ? '' : `, subresource: '${subresource}'`} }), or its constant`;
}

/** A verb, which a program without types writes as a text. */
export function verbFix(item: unknown): string {
  const known = typeof item === 'string' ? item.toUpperCase() : '';
  if (item === '*') {
    return 'use Verb.ALL';
  }
  return known !== '' && known in Verb ? `use Verb.${known}` : 'use a constant such as Verb.GET, or Verb.custom(verb)';
}

function isObject(item: unknown): item is Record<string, unknown> {
  return typeof item === 'object' && item !== null;
}
