import { invalidValue } from '../errors';

/** Lists of containers in a Pod. Ephemeral ones come by the subresource `pods/ephemeralcontainers`. */
const LISTS = ['object.spec.containers', 'object.spec.?initContainers.orValue([])', 'object.spec.?ephemeralContainers.orValue([])'];

/** What must be true of an object, or the request is refused: an expression of the Common Expression Language. */
export class AdmissionCheck {
  /**
   * Any expression, such as `object.spec.replicas <= 5`. It may use `object`, `oldObject`, `request`, `namespaceObject`,
   * `authorizer` and the `variables` of the rule.
   *
   * @param message what whoever is refused reads
   */
  public static expression(expression: string, message: string): AdmissionCheck {
    return new AdmissionCheck(expression, message);
  }

  /**
   * Images of Pods come from these registries, or folders in them: `registry.example/team`. An image must then be named
   * in full: `postgres:17` comes from no registry, although a runtime takes it from docker.io.
   */
  public static imagesFrom(registries: string[]): AdmissionCheck {
    const prefixes = some('AdmissionCheck.imagesFrom', registries).map(each => each.endsWith('/') ? each : `${each}/`);
    return new AdmissionCheck(everyContainer(`${list(prefixes)}.exists(r, c.image.startsWith(r))`), `images must come from ${prefixes.join(', ')}`);
  }

  /** Images of Pods are these, exactly. */
  public static images(images: string[]): AdmissionCheck {
    return new AdmissionCheck(everyContainer(`c.image in ${list(some('AdmissionCheck.images', images))}`), `images must be among ${images.join(', ')}`);
  }

  /** Images of Pods are named by digest. */
  public static imagesByDigest(): AdmissionCheck {
    return new AdmissionCheck(everyContainer('c.image.matches("@sha256:[0-9a-f]{64}$")'), 'images must be named by digest');
  }

  /** Objects carry these labels, whatever their values. */
  public static requiredLabels(keys: string[]): AdmissionCheck {
    const all = list(some('AdmissionCheck.requiredLabels', keys));
    return new AdmissionCheck(`${all}.all(k, k in object.metadata.?labels.orValue({}))`, `labels are required: ${keys.join(', ')}`);
  }

  /** Pods run as one of these service accounts of their namespace. */
  public static serviceAccounts(names: string[]): AdmissionCheck {
    const all = list(some('AdmissionCheck.serviceAccounts', names));
    return new AdmissionCheck(`object.spec.?serviceAccountName.orValue("default") in ${all}`, `pods must run as ${names.join(' or ')}`);
  }

  /** Pods mount no folder of their node, and use none of its namespaces. */
  public static nothingOfTheHost(): AdmissionCheck {
    const spaces = ['hostNetwork', 'hostPID', 'hostIPC'].map(field => `!object.spec.?${field}.orValue(false)`);
    return new AdmissionCheck(['object.spec.?volumes.orValue([]).all(v, !has(v.hostPath))', ...spaces].join(' && '), 'pods must use nothing of their node');
  }

  private constructor(
    /** @internal */
    public readonly _expression: string,
    /** @internal */
    public readonly _message: string,
  ) {}
}

function everyContainer(condition: string): string {
  return LISTS.map(containers => `${containers}.all(c, ${condition})`).join(' && ');
}

/** JSON has no string that CEL reads otherwise. */
function list(values: readonly string[]): string {
  return `[${values.map(value => JSON.stringify(value)).join(', ')}]`;
}

function some(what: string, values: string[]): string[] {
  if (!Array.isArray(values) || values.length === 0 || values.some(value => typeof value !== 'string' || value === '')) {
    throw invalidValue(what, values, 'needs at least one value, each a text', 'list what is meant');
  }
  return values;
}
