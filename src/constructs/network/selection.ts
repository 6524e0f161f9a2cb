import type { LabelSelector, LabelSelectorRequirement } from '../../manifests/model';
import { invalidValue } from '../errors';
import { sortedUnique } from './sorted-unique';
import { refuseWrongArguments, refuseWrongFields } from '../props';

/** A condition on one label. */
export class LabelExpression {
  /** The label exists and has one of these values. */
  public static in(key: string, values: string[]): LabelExpression {
    refuseWrongArguments('LabelExpression.in', { key: 'string', values: 'string[]' }, key, values);
    return new LabelExpression(key, 'In', someValues('LabelExpression.in', values));
  }

  /** The label is absent, or has none of these values. */
  public static notIn(key: string, values: string[]): LabelExpression {
    refuseWrongArguments('LabelExpression.notIn', { key: 'string', values: 'string[]' }, key, values);
    return new LabelExpression(key, 'NotIn', someValues('LabelExpression.notIn', values));
  }

  /** The label exists, whatever its value. */
  public static exists(key: string): LabelExpression {
    refuseWrongArguments('LabelExpression.exists', { key: 'string' }, key);
    return new LabelExpression(key, 'Exists');
  }

  /** The label is absent. */
  public static doesNotExist(key: string): LabelExpression {
    refuseWrongArguments('LabelExpression.doesNotExist', { key: 'string' }, key);
    return new LabelExpression(key, 'DoesNotExist');
  }

  private constructor(
    /** The label's key. */
    public readonly key: string,
    /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
    public readonly operator: string,
    /** The values of `In` and `NotIn`. */
    public readonly values?: string[],
  ) {}

  /** @internal */
  public _toManifest(): LabelSelectorRequirement {
    return { key: this.key, operator: this.operator as LabelSelectorRequirement['operator'], ...(this.values ? { values: [...new Set(this.values)].sort() } : {}) };
  }
}

/** Conditions that all must hold. At least one must be given. */
export interface LabelConditions {
  /**
   * Labels with exactly these values; an empty value is a value.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Further conditions.
   *
   * @default - none
   */
  readonly expressions?: LabelExpression[];
}

/** Pods by their labels. An empty selection cannot be written by mistake: `all()` is the one way to say every pod. */
export class PodSelection {
  /** Pods with all of these labels. */
  public static labelled(labels: { [key: string]: string }): PodSelection {
    return PodSelection.where({ labels });
  }

  /** Pods that meet all conditions. */
  public static where(conditions: LabelConditions): PodSelection {
    refuseWrongFields('LabelConditions', conditions, 'PodSelection');
    return new PodSelection(conditionsToSelector('PodSelection', conditions));
  }

  /** Every pod. */
  public static all(): PodSelection {
    return new PodSelection({});
  }

  private constructor(
    /** @internal */
    public readonly _selector: LabelSelector,
  ) {}
}

/** Namespaces by name or by their labels. */
export class NamespaceSelection {
  /** Namespaces with all of these labels. */
  public static labelled(labels: { [key: string]: string }): NamespaceSelection {
    return NamespaceSelection.where({ labels });
  }

  /** Namespaces that meet all conditions. */
  public static where(conditions: LabelConditions): NamespaceSelection {
    refuseWrongFields('LabelConditions', conditions, 'NamespaceSelection');
    return new NamespaceSelection(conditionsToSelector('NamespaceSelection', conditions));
  }

  /** Namespaces by name, through the label `kubernetes.io/metadata.name`, which the API server keeps true. */
  public static named(...names: string[]): NamespaceSelection {
    refuseWrongArguments('NamespaceSelection.named', { names: 'string[]' }, names);
    const all = [...new Set(someValues('NamespaceSelection.named', names))].sort();
    const key = 'kubernetes.io/metadata.name';
    return new NamespaceSelection(all.length === 1 ? { matchLabels: { [key]: all[0]! } } : { matchExpressions: [{ key, operator: 'In', values: all }] });
  }

  /** Every namespace. */
  public static all(): NamespaceSelection {
    return new NamespaceSelection({});
  }

  private constructor(
    /** @internal */
    public readonly _selector: LabelSelector,
  ) {}
}

function conditionsToSelector(what: string, { labels = {}, expressions = [] }: LabelConditions): LabelSelector {
  const entries = Object.entries(labels);
  if (entries.length + expressions.length === 0) {
    throw invalidValue(what, { labels, expressions }, 'a selection without a condition would select everything', `use ${what}.all() where that is meant`);
  }
  const lost = lostKey(labels);
  if (lost !== undefined) {
    throw invalidValue(`${what} labels`, lost, 'a label of this name, or an inherited one, would get lost on the way to the manifest, which would then select more', 'give a plain map of labels');
  }
  const bad = entries.find(([, value]) => typeof value !== 'string');
  if (bad) {
    throw invalidValue(`${what} label ${bad[0]}`, bad[1], 'a label value is a string', 'give it a string; leaving it out would select more');
  }
  return {
    ...(entries.length > 0 ? { matchLabels: Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1)) } : {}),
    ...(expressions.length > 0 ? { matchExpressions: sortedUnique(expressions.map(expression => expression._toManifest())) } : {}),
  };
}

/** A key that copying a map drops: an inherited one, or the one that sets a prototype. */
function lostKey(labels: object): string | undefined {
  for (const key in labels) {
    if (!Object.hasOwn(labels, key) || key === '__proto__') {
      return key;
    }
  }
  return undefined;
}

function someValues(what: string, values: string[]): string[] {
  if (!Array.isArray(values) || values.length === 0 || values.some(value => typeof value !== 'string')) {
    throw invalidValue(what, values, 'needs at least one value, each a string', 'list the values that are meant');
  }
  return values;
}
