import type { ObjectModel } from '../model';
import { annotationsOf, labelsOf, withAnnotations } from './annotations';
import { objectLabel } from '../../manifests/identity';
import type { Problem } from '../../manifests/problem';

const SUBSTITUTE = 'kustomize.toolkit.fluxcd.io/substitute';

/**
 * Keeps Flux from replacing `${name}` in an object: without a variable of that name it would write nothing in its place,
 * and what was proved would not be what is applied. Our own Kustomizations replace nothing, but one that holds them may
 * give all of them variables. An object is left alone by an annotation, where it has such a text and nowhere else.
 */
export function withoutSubstitution(models: readonly ObjectModel[], problems: Problem[]): ObjectModel[] {
  return models.map(model => {
    const { object } = model;
    problems.push(...leftOut(model));
    if (!hasVariable(object)) {
      return model;
    }
    const said = [annotationsOf(object)[SUBSTITUTE], labelsOf(object)[SUBSTITUTE]];
    if (said.includes('disabled')) {
      return model;
    }
    const own = said.find(each => each !== undefined);
    if (own !== undefined) {
      problems.push(problem(model, `metadata.annotations["${SUBSTITUTE}"]`, JSON.stringify(own),
        'lets Flux replace variables in the object, so that another one than this would be applied', 'leave it out, and work the values out in the program'));
    }
    return withAnnotations(model, { [SUBSTITUTE]: 'disabled' });
  });
}

/** True when a text anywhere in a value, keys included, holds `${`. */
export function hasVariable(value: unknown): boolean {
  return holdsText(value, '${');
}

/** True when a text anywhere in a value, keys included, holds another. */
export function holdsText(value: unknown, text: string): boolean {
  if (typeof value === 'string') {
    return value.includes(text);
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return Array.isArray(value) ? value.some(each => holdsText(each, text))
    : Object.entries(value).some(([key, item]) => key.includes(text) || holdsText(item, text));
}

/** By these Flux leaves an object out, or never changes it again (kustomize-controller, ExclusionSelector and IfNotPresentSelector). */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'kustomize.toolkit.fluxcd.io/reconcile': ['disabled'],
  'kustomize.toolkit.fluxcd.io/ssa': ['ignore', 'ifnotpresent'],
};

function leftOut(model: ObjectModel): Problem[] {
  const places = [['annotations', annotationsOf(model.object)], ['labels', labelsOf(model.object)]] as const;
  const isSaid = (map: Readonly<Record<string, unknown>>, key: string) => LEFT_OUT[key]!.includes(String(map[key]).toLowerCase());
  return Object.keys(LEFT_OUT).flatMap(key => places.filter(([, map]) => isSaid(map, key)).map(([place, map]) =>
    problem(model, `metadata.${place}["${key}"]`, JSON.stringify(map[key]), 'keeps Flux from applying the object, or from changing it, so that what is proved would not be there', 'leave it out')));
}

/** What kustomize keeps for itself: it leaves out the object, or takes the annotation away (kyaml kioutil, api/konfig). */
const TAKEN = /^(config\.kubernetes\.io\/(local-config|index|path)|config\.k8s\.io\/id|internal\.config\.kubernetes\.io\/.*)$/;

/** Objects that do not come out of kustomize as they are. */
export function kustomizeProblems(models: readonly ObjectModel[]): Problem[] {
  return models.flatMap(model => Object.entries(annotationsOf(model.object)).filter(([key]) => TAKEN.test(key)).map(([key, value]) =>
    problem(model, `metadata.annotations["${key}"]`, JSON.stringify(value), 'is one that kustomize keeps for itself: it would leave out the object or the annotation',
      'leave the annotation out')));
}

function problem({ object, construct, source }: ObjectModel, field: string, value: string | undefined, message: string, fix: string): Problem {
  return { id: 'agent-refused', construct, source, object: objectLabel(object), field, value, message, fix };
}
