import type { ObjectModel } from '../model';
import { isConstraint, isPolicy, servicesIn } from '../stages';
import { annotationsOf, withAnnotations } from './annotations';
import { holdsText } from './substitution';
import { objectLabel } from '../../manifests/identity';
import type { Problem } from '../../manifests/problem';

const WAVE = 'argocd.argoproj.io/sync-wave';
const OPTIONS = 'argocd.argoproj.io/sync-options';

/** Hooks run before or after everything else, whatever their wave; Argo CD reads Helm's as its own. */
const HOOKS = ['argocd.argoproj.io/hook', 'helm.sh/hook'];
const BEFORE = new Set(['PreSync', 'pre-install', 'pre-upgrade']);

/** Read as a wave where there is no other, of what is no hook as well (gitops-engine pkg/sync/syncwaves). */
const HELM_WAVE = 'helm.sh/hook-weight';

/** The repository server leaves out a file that has these bytes anywhere (reposerver/repository, skipFileRenderingMarker). */
const LEFT_OUT = '+argocd:skip-file-rendering';

/**
 * Puts policies into waves before every workload. Within a wave Argo CD goes by kind, and kinds that it does not know, all
 * custom ones among them, come last (gitops-engine pkg/sync/sync_tasks.go). Waves that an author gave are kept where they
 * leave that order as it is, and are a problem where they turn it round.
 */
export function withWaves(models: readonly ObjectModel[], problems: Problem[]): ObjectModel[] {
  const services = servicesIn(models.map(({ object }) => object));
  const isFirst = ({ object }: ObjectModel) => isPolicy(object, services);
  const waves = new Map(models.map(model => [model, ownWave(model, isFirst(model), problems)]));
  const workloads = models.filter(model => !isFirst(model));
  const first = workloads.reduce((least, model) => Math.min(least, waves.get(model) ?? 0), 0);
  return models.map(model => {
    problems.push(...hookProblems(model, isFirst(model)));
    if (holdsText(model.object, LEFT_OUT)) {
      problems.push({
        ...problem(model, '', LEFT_OUT, 'is a text by which Argo CD leaves out the whole file, so that what is proved would not be there', 'leave the text out'), field: undefined,
      });
    }
    if (!isFirst(model)) {
      return model;
    }
    const own = waves.get(model);
    if (own !== undefined && own >= first) {
      problems.push(problem(model, WAVE, String(own), `comes no earlier than workloads, whose first wave is ${first}`, `choose a wave below ${first}, or leave it out`));
    }
    return withAnnotations(model, {
      ...own === undefined ? { [WAVE]: String(first - (isConstraint(model.object) ? 1 : 2)) } : {},
      // Its kind is made by a controller from its template, which Argo CD cannot see (docs/user-guide/sync-options.md).
      ...isConstraint(model.object) ? { [OPTIONS]: joined(annotationsOf(model.object)[OPTIONS], 'SkipDryRunOnMissingResource=true') } : {},
    });
  });
}

/** Policies get a wave of Argo CD's own, which counts before that of Helm. */
function ownWave(model: ObjectModel, isFirst: boolean, problems: Problem[]): number | undefined {
  const annotations = annotationsOf(model.object);
  const value = annotations[WAVE] ?? (isFirst ? undefined : annotations[HELM_WAVE]);
  if (value === undefined) {
    return undefined;
  }
  // As Argo CD reads it (strconv.Atoi); what it cannot read counts as 0 there, whatever was meant.
  if (typeof value !== 'string' || !/^[+-]?\d{1,9}$/.test(value)) {
    problems.push(problem(model, WAVE, String(value), 'is no whole number, and Argo CD would take it for 0', 'write it as "-1" or "2"'));
    return undefined;
  }
  return Number(value);
}

function hookProblems(model: ObjectModel, isFirst: boolean): Problem[] {
  return HOOKS.flatMap(key => {
    const value = annotationsOf(model.object)[key];
    const hooks = typeof value === 'string' ? value.split(',').map(each => each.trim()) : [];
    return hooks.flatMap((hook): Problem[] => {
      // Helm calls it a hook, and Argo CD does not (gitops-engine pkg/sync/hook/helm).
      if (key === 'helm.sh/hook' && hook === 'crd-install') {
        return [];
      }
      if (hook === 'Skip') {
        return [problem(model, key, hook, 'keeps Argo CD from applying the object, which would be proved and not be there', 'leave the object out')];
      }
      if (!isFirst && BEFORE.has(hook)) {
        return [problem(model, key, hook, 'runs before the policies are there', 'use the hook Sync with a wave before that of the others, such as argocd.argoproj.io/sync-wave: "-1"')];
      }
      return isFirst ? [problem(model, key, hook, 'makes a hook of a policy, which Argo CD deletes and makes anew, or never applies where it does not know the hook', 'leave the hook out')] : [];
    });
  });
}

function joined(options: unknown, option: string): string {
  const list = typeof options === 'string' ? options.split(',').map(each => each.trim()).filter(each => each !== '') : [];
  return list.includes(option) ? list.join(',') : [...list, option].join(',');
}

function problem({ object, construct, source }: ObjectModel, key: string, value: string, message: string, fix: string): Problem {
  return {
    id: 'agent-refused', construct, source, object: objectLabel(object), field: `metadata.annotations["${key}"]`, value: JSON.stringify(value), message, fix,
  };
}
