/** Functions and operators of the Common Expression Language as the API server has them, and the first minor that takes them in new policies. */
export interface CelLibrary {
  readonly since: number;
  /** `name(arguments) result` of functions, `receiver.name(arguments) result` of methods; types are those of manifests/cel/types.ts. */
  readonly overloads: readonly string[];
}

const NUMBERS = ['int', 'uint', 'double'];
const pairs = (name: string, types: readonly string[], result?: string) => types.map(type => `${name}(${type}, ${type}) ${result ?? type}`);
const times = ['getDate', 'getDayOfMonth', 'getDayOfWeek', 'getDayOfYear', 'getFullYear', 'getHours', 'getMilliseconds', 'getMinutes', 'getMonth', 'getSeconds'];
const formats = [
  'dns1123Label', 'dns1123Subdomain', 'dns1035Label', 'qualifiedName', 'dns1123LabelPrefix', 'dns1123SubdomainPrefix', 'dns1035LabelPrefix', 'labelValue',
  'uri', 'uuid', 'byte', 'date', 'datetime',
];

/**
 * The standard library (cel-go v0.29 common/stdlib), its extensions, and those of Kubernetes: k8s.io/apiserver v0.37
 * pkg/cel/library, by the version in which pkg/cel/environment/base.go introduces each. New policies may use what the minor
 * before the server's had (environment.NewExpressions), so that `since` is one more. Policies of admission begin with 1.30;
 * what is older is `since` 0.
 */
export const CEL_LIBRARIES: readonly CelLibrary[] = [
  {
    since: 0,
    overloads: [
      ...pairs('_+_', [...NUMBERS, 'string', 'bytes', 'duration']), '_+_(list, list) list', '_+_(timestamp, duration) timestamp', '_+_(duration, timestamp) timestamp',
      ...pairs('_-_', [...NUMBERS, 'duration']), '_-_(timestamp, duration) timestamp', '_-_(timestamp, timestamp) duration',
      ...pairs('_*_', NUMBERS), ...pairs('_/_', NUMBERS), ...pairs('_%_', ['int', 'uint']),
      ...['_<_', '_<=_', '_>_', '_>=_'].flatMap(name => [
        ...pairs(name, ['bool', 'string', 'bytes', 'timestamp', 'duration'], 'bool'), ...NUMBERS.flatMap(one => NUMBERS.map(other => `${name}(${one}, ${other}) bool`)),
      ]),
      '-_(int) int', '-_(double) double', '!_(bool) bool', '_&&_(bool, bool) bool', '_||_(bool, bool) bool',
      ...['string', 'bytes', 'list', 'map'].flatMap(type => [`size(${type}) int`, `${type}.size() int`]),
      ...[...NUMBERS, 'string', 'timestamp'].map(type => `int(${type}) int`),
      ...[...NUMBERS, 'string'].flatMap(type => [`uint(${type}) uint`, `double(${type}) double`]),
      ...[...NUMBERS, 'bool', 'string', 'bytes', 'timestamp', 'duration', 'ip', 'cidr'].map(type => `string(${type}) string`),
      'bytes(string) bytes', 'bytes(bytes) bytes', 'bool(bool) bool', 'bool(string) bool', 'duration(string) duration', 'duration(duration) duration',
      'timestamp(string) timestamp', 'timestamp(int) timestamp', 'timestamp(timestamp) timestamp', 'dyn(any) dyn', 'type(any) type',
      'matches(string, string) bool', ...['startsWith', 'endsWith', 'contains', 'matches'].map(name => `string.${name}(string) bool`),
      ...times.flatMap(name => [`timestamp.${name}() int`, `timestamp.${name}(string) int`]),
      ...['getHours', 'getMilliseconds', 'getMinutes', 'getSeconds'].map(name => `duration.${name}() int`),
      // ext.Strings, version 2.
      'string.charAt(int) string', 'string.indexOf(string) int', 'string.indexOf(string, int) int', 'string.lastIndexOf(string) int', 'string.lastIndexOf(string, int) int',
      'list.join() string', 'list.join(string) string', 'string.lowerAscii() string', 'string.upperAscii() string', 'string.trim() string',
      'string.replace(string, string) string', 'string.replace(string, string, int) string', 'string.split(string) list(string)', 'string.split(string, int) list(string)',
      'string.substring(int) string', 'string.substring(int, int) string', 'string.format(list) string', 'strings.quote(string) string',
      'sets.contains(list, list) bool', 'sets.equivalent(list, list) bool', 'sets.intersects(list, list) bool',
      // Lists, Regex, URLs, Quantity and Authz of Kubernetes.
      'list.isSorted() bool', 'list.sum() dyn', 'list.min() dyn', 'list.max() dyn', 'list.indexOf(any) int', 'list.lastIndexOf(any) int',
      'string.find(string) string', 'string.findAll(string) list(string)', 'string.findAll(string, int) list(string)',
      'url(string) url', 'isURL(string) bool', ...['getScheme', 'getHost', 'getHostname', 'getPort', 'getEscapedPath'].map(name => `url.${name}() string`),
      'url.getQuery() map(string,list(string))',
      'quantity(string) quantity', 'isQuantity(string) bool', 'sign(quantity) int', 'quantity.isInteger() bool', 'quantity.asInteger() int',
      'quantity.asApproximateFloat() double', 'quantity.add(quantity) quantity', 'quantity.add(int) quantity', 'quantity.sub(quantity) quantity', 'quantity.sub(int) quantity',
      'quantity.isLessThan(quantity) bool', 'quantity.isGreaterThan(quantity) bool', 'quantity.compareTo(quantity) int',
      'authorizer.path(string) pathCheck', 'authorizer.group(string) groupCheck', 'authorizer.serviceAccount(string, string) authorizer', 'groupCheck.resource(string) resourceCheck',
      ...['subresource', 'namespace', 'name'].map(name => `resourceCheck.${name}(string) resourceCheck`), 'resourceCheck.check(string) decision', 'pathCheck.check(string) decision',
      'decision.allowed() bool', 'decision.errored() bool', 'decision.reason() string', 'decision.error() string',
      // Optional values, version 2.
      'optional.of(any) optional', 'optional.ofNonZeroValue(any) optional', 'optional.none() optional(none)', 'optional.unwrap(list) list', 'list.unwrapOpt() list',
      'optional.hasValue() bool', 'optional.value() dyn', 'optional.or(optional) optional', 'optional.orValue(any) dyn', 'list.first() optional', 'list.last() optional',
    ],
  },
  {
    since: 31,
    overloads: [
      'ip(string) ip', 'isIP(string) bool', 'ip.isCanonical(string) bool', 'ip.family() int',
      ...['isUnspecified', 'isLoopback', 'isLinkLocalMulticast', 'isLinkLocalUnicast', 'isGlobalUnicast'].map(name => `ip.${name}() bool`),
      'cidr(string) cidr', 'isCIDR(string) bool', 'cidr.containsIP(ip) bool', 'cidr.containsIP(string) bool', 'cidr.containsCIDR(cidr) bool', 'cidr.containsCIDR(string) bool',
      'cidr.ip() ip', 'cidr.masked() cidr', 'cidr.prefixLength() int',
    ],
  },
  {
    since: 32,
    overloads: [
      'format.named(string) optional', ...formats.map(name => `format.${name}() format`), 'format.validate(string) optional',
      'resourceCheck.fieldSelector(string) resourceCheck', 'resourceCheck.labelSelector(string) resourceCheck',
    ],
  },
  {
    since: 34,
    overloads: [
      'semver(string) semver', 'semver(string, bool) semver', 'isSemver(string) bool', 'isSemver(string, bool) bool', 'semver.major() int', 'semver.minor() int', 'semver.patch() int',
      'semver.isLessThan(semver) bool', 'semver.isGreaterThan(semver) bool', 'semver.compareTo(semver) int',
    ],
  },
  {
    since: 35,
    overloads: [
      'list.slice(int, int) list', 'list.flatten() list', 'list.flatten(int) list', 'list.distinct() list', 'list.sort() list', 'list.reverse() list', 'lists.range(int) list(int)',
    ],
  },
];

/** Words before a dot that are no variable: `sets.contains(…)`. */
export const CEL_NAMESPACES: ReadonlySet<string> = new Set(['format', 'ip', 'jsonpatch', 'lists', 'optional', 'sets', 'strings']);

/** Macros of two variables (ext.TwoVarComprehensions). */
export const CEL_TWO_VARIABLES_SINCE = 33;
/** `sortBy` (ext.Lists). */
export const CEL_SORT_BY_SINCE = 35;

const STRING_MAP = 'map(string,string)';

/**
 * Fields of the variables whose types the API server knows (k8s.io/apiserver pkg/admission/plugin/cel/compile.go); those of others
 * are not known before a request.
 */
export const CEL_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  request: {
    kind: 'groupKind',
    resource: 'groupResource',
    subResource: 'string',
    requestKind: 'groupKind',
    requestResource: 'groupResource',
    requestSubResource: 'string',
    name: 'string',
    namespace: 'string',
    operation: 'string',
    userInfo: 'userInfo',
    dryRun: 'bool',
    options: 'dyn',
  },
  groupKind: { group: 'string', version: 'string', kind: 'string' },
  groupResource: { group: 'string', version: 'string', resource: 'string' },
  userInfo: { username: 'string', uid: 'string', groups: 'list(string)', extra: 'map(string,list(string))' },
  namespaceObject: { metadata: 'namespaceMetadata', spec: 'namespaceSpec', status: 'namespaceStatus' },
  namespaceSpec: { finalizers: 'list(string)' },
  namespaceStatus: { conditions: 'list(dyn)', phase: 'string' },
  namespaceMetadata: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    labels: STRING_MAP,
    annotations: STRING_MAP,
    UID: 'string',
    creationTimestamp: 'timestamp',
    deletionGracePeriodSeconds: 'int',
    deletionTimestamp: 'timestamp',
    generation: 'int',
    resourceVersion: 'string',
    finalizers: 'list(string)',
  },
  authorizer: { requestResource: 'resourceCheck' },
};
