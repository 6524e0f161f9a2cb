import { qualifiedName } from '../../manifests/validate/names';
import { invalidValue } from '../errors';
import { refuseWrongArguments } from '../props';

/** Lists of containers in a Pod. Ephemeral ones come by the subresource `pods/ephemeralcontainers`. */
const LISTS = ['object.spec.containers', 'object.spec.?initContainers.orValue([])', 'object.spec.?ephemeralContainers.orValue([])'];

/** A registry, or a folder in it, as an image in full names it (github.com/distribution/reference). */
const REGISTRY = /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9.-]+:\d+)(:\d+)?(\/[a-z0-9._-]+)*\/?$/;

/** What must be true of an object, or the request is refused: an expression of the Common Expression Language. */
export class AdmissionCheck {
  /**
   * Any expression, such as `object.spec.replicas <= 5`. It may use `object`, `oldObject`, `request`, `namespaceObject`,
   * `authorizer` and the `variables` of the rule.
   *
   * @param message what whoever is refused reads
   */
  public static expression(expression: string, message: string): AdmissionCheck {
    refuseWrongArguments('AdmissionCheck.expression', { expression: 'string', message: 'string' }, expression, message);
    return new AdmissionCheck(expression, message, 'own');
  }

  /**
   * Images of Pods, those of volumes included, come from these registries, or folders in them: `registry.example/team`. An
   * image must then be named in full: `postgres:17` comes from no registry, although a runtime takes it from docker.io.
   */
  public static imagesFrom(registries: string[]): AdmissionCheck {
    const prefixes = some('AdmissionCheck.imagesFrom', registries).map(each => {
      if (!REGISTRY.test(each)) {
        throw invalidValue('AdmissionCheck.imagesFrom', each, 'is no registry: a host with a dot or a port, and perhaps folders; a name without either is a folder of docker.io to runtimes',
          'write it as registry.example or docker.io/library');
      }
      return each.endsWith('/') ? each : `${each}/`;
    });
    return new AdmissionCheck(everyImage(image => `${list(prefixes)}.exists(r, ${image}.startsWith(r))`), `images must come from ${prefixes.join(', ')}`, 'pods');
  }

  /** Images of Pods, those of volumes included, are these, exactly. */
  public static images(images: string[]): AdmissionCheck {
    return new AdmissionCheck(everyImage(image => `${image} in ${list(some('AdmissionCheck.images', images))}`), `images must be among ${images.join(', ')}`, 'pods');
  }

  /** Images of Pods, those of volumes included, are named by digest. */
  public static imagesByDigest(): AdmissionCheck {
    return new AdmissionCheck(everyImage(image => `${image}.matches("@sha256:[0-9a-f]{64}$")`), 'images must be named by digest', 'pods');
  }

  /** Objects carry these labels, whatever their values. */
  public static requiredLabels(keys: string[]): AdmissionCheck {
    const all = list(some('AdmissionCheck.requiredLabels', keys).map(labelKey('AdmissionCheck.requiredLabels')));
    return new AdmissionCheck(`${all}.all(k, k in object.metadata.?labels.orValue({}))`, `labels are required: ${keys.join(', ')}`, 'objects');
  }

  /** Objects carry these labels with these values. */
  public static labels(labels: { [key: string]: string }): AdmissionCheck {
    refuseWrongArguments('AdmissionCheck.labels', { labels: 'Map<string>' }, labels);
    const keys = some('AdmissionCheck.labels', Object.keys(labels ?? {})).map(labelKey('AdmissionCheck.labels')).sort();
    const each = keys.map(key => `object.metadata.?labels[?${JSON.stringify(key)}].orValue("") == ${JSON.stringify(String(labels[key]))}`);
    return new AdmissionCheck(each.join(' && '), `labels are required: ${keys.map(key => `${key}=${labels[key]}`).join(', ')}`, 'objects');
  }

  /** Pods run as one of these service accounts of their namespace. */
  public static serviceAccounts(names: string[]): AdmissionCheck {
    const all = list(some('AdmissionCheck.serviceAccounts', names));
    return new AdmissionCheck(`object.spec.?serviceAccountName.orValue("default") in ${all}`, `pods must run as ${names.join(' or ')}`, 'pods');
  }

  /** Pods mount no folder of their node, use none of its namespaces and ports, and have no privileged container. */
  public static nothingOfTheHost(): AdmissionCheck {
    const spaces = ['hostNetwork', 'hostPID', 'hostIPC'].map(field => `!object.spec.?${field}.orValue(false)`);
    const hostProcess = 'windowsOptions.?hostProcess.orValue(false)';
    return new AdmissionCheck([
      'object.spec.?volumes.orValue([]).all(v, !has(v.hostPath))', ...spaces, `!object.spec.?securityContext.?${hostProcess}`,
      everyContainer(`!c.?securityContext.?privileged.orValue(false) && !c.?securityContext.?${hostProcess}`
        + ' && c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)'),
    ].join(' && '), 'pods must use nothing of their node', 'pods');
  }

  /** Services are inside the cluster: of the type ClusterIP, and with no address from outside. */
  public static servicesInside(): AdmissionCheck {
    return new AdmissionCheck('object.spec.?type.orValue("ClusterIP") == "ClusterIP" && object.spec.?externalIPs.orValue([]).size() == 0',
      'Services must be of the type ClusterIP without externalIPs', 'services');
  }

  private constructor(
    /** @internal */
    public readonly _expression: string,
    /** @internal */
    public readonly _message: string,
    /**
     * What it looks at: `pods`, `services`, `objects` for any, or `own` for what its author says.
     * @internal
     */
    public readonly _about: string,
  ) {}
}

function everyContainer(condition: string): string {
  return LISTS.map(containers => `${containers}.all(c, ${condition})`).join(' && ');
}

/** The images of containers, and those that are mounted (KEP-4639). */
function everyImage(condition: (image: string) => string): string {
  return `${everyContainer(condition('c.image'))} && object.spec.?volumes.orValue([]).all(v, !has(v.image) || ${condition('v.image.reference')})`;
}

function labelKey(what: string): (key: string) => string {
  return key => {
    if (qualifiedName(key).length > 0) {
      throw invalidValue(what, key, 'is no key of a label', 'write it as team or example.com/team');
    }
    return key;
  };
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
