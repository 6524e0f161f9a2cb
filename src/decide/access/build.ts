import { aggregate } from './aggregate';
import { AUTOUPDATE, reconciledBinding, reconciledRole } from './defaults';
import type { AccessBinding, AccessPolicy, Origin, WrittenRole } from './policy';
import { bootstrapPolicy } from '../../kubernetes';
import { groupOf, metadataOf, objectLabel } from '../../manifests/identity';
import type { ObjectMeta, PolicyRule, RoleBinding, StringMap, Subject } from '../../manifests/model';
import type { PartMaker } from '../../manifests/part-maker';
import { place, ProblemError, type Problem, type SourcePlace } from '../../manifests/problem';
import { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, decode, ROLE, ROLE_BINDING, type Decoded } from '../../manifests/validate';
import { canonical } from '../canonical';

/** An object of a cluster, and where it comes from. */
export interface PolicyObject {
  readonly object: Readonly<Record<string, unknown>>;
  readonly source?: SourcePlace;
  readonly construct?: string;
  /** Where several constructs made it together, who asked for which part of it. */
  readonly makers?: readonly PartMaker[];
}

export interface PolicyOptions {
  /** The default roles and bindings of this minor take part, such as 34 for 1.34. Default: none. */
  readonly defaultsOf?: number;
  /** What another policy read of the same objects; what this one reads is added. */
  readonly known?: KnownObjects;
}

/** What was read of objects, so that what stands in two policies is read once. */
export type KnownObjects = Map<PolicyObject['object'], Reading>;

interface Reading {
  readonly value: DecodedRole;
  /** Absent where the server completes the name: two such objects are never one. */
  readonly identity?: string;
  /** Of a binding: all of it but where it comes from. */
  readonly binding?: Omit<AccessBinding, 'origin'>;
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/**
 * The policy that an API server would decide by, were these its objects. Kinds of other groups are passed
 * over. Throws a ProblemError for an object that cannot be decoded, and for two that are one object and
 * differ: an answer must rest on every document, and on none twice.
 */
export function policyOf(objects: Iterable<PolicyObject>, { defaultsOf, known }: PolicyOptions = {}): AccessPolicy {
  const own = new Collection(known);
  const problems: Problem[] = [];
  for (const each of objects) {
    if (groupOf(each.object) === RBAC_GROUP) {
      problems.push(...own.add(each));
    }
  }
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  const defaults = new Collection(known);
  const policy = defaultsOf === undefined ? undefined : bootstrapPolicy(defaultsOf);
  for (const list of [policy?.clusterRoles, policy?.clusterRoleBindings, policy?.roles, policy?.roleBindings]) {
    list?.forEach(object => defaults.add({ object: object as unknown as PolicyObject['object'] }, defaultsOf));
  }
  const roles = merged(own.roles, defaults.roles, (mine, theirs) => [own.isProtected(mine) ? mine : reconciledRole(mine, theirs)]);
  const bindings = merged(own.bindings, defaults.bindings, (mine, theirs) => own.isProtected(mine) ? [mine] : reconciledBinding(mine, theirs));
  return {
    clusterRoles: aggregate(roles.filter(({ kind }) => kind === 'ClusterRole')),
    roles: new Map(roles.filter(({ kind }) => kind === 'Role').map(({ labels, selectors, ...role }) => [`${role.namespace}/${role.name}`, role])),
    clusterRoleBindings: bindings.filter(({ kind }) => kind === 'ClusterRoleBinding'),
    roleBindings: bindings.filter(({ kind }) => kind === 'RoleBinding'),
  };
}

/** What is in both lists, as `join` says; then what is in one of them. */
function merged<T>(own: ReadonlyMap<string, T>, defaults: ReadonlyMap<string, T>, join: (mine: T, theirs: T) => T[]): T[] {
  const kept = [...defaults].filter(([identity]) => !own.has(identity)).map(([, theirs]) => theirs);
  return [...kept, ...[...own].flatMap(([identity, mine]) => defaults.has(identity) ? join(mine, defaults.get(identity)!) : [mine])];
}

/** Roles and bindings by their identity. */
class Collection {
  public readonly roles = new Map<string, WrittenRole>();
  public readonly bindings = new Map<string, AccessBinding>();
  private readonly seen = new Map<string, PolicyObject>();
  private readonly protectedOnes = new Set<WrittenRole | AccessBinding>();

  constructor(private readonly known?: PolicyOptions['known']) {}

  /** Whether the API server leaves an object as it is, though it is one of its defaults. */
  public isProtected(item: WrittenRole | AccessBinding): boolean {
    return this.protectedOnes.has(item);
  }

  public add(each: PolicyObject, defaultOf?: number): Problem[] {
    const { object, source, construct } = each;
    const shape = SHAPES[String(object.kind)];
    if (!shape) {
      const fix = `write one of ${Object.keys(SHAPES).join(', ')}`;
      return [{ id: 'object-unserved', field: 'kind', value: JSON.stringify(object.kind), message: `${RBAC_GROUP} has no such kind`, fix, ...at(each) }];
    }
    let read: Reading | undefined = this.known?.get(object);
    if (!read) {
      const { value, errors } = decode(shape, object);
      if (errors.length > 0) {
        return errors.map(({ field, detail }) => ({ id: 'object-invalid', field, message: detail, ...at(each) }));
      }
      const identity = identityOf(object);
      read = { value, identity, ...String(object.kind).endsWith('Binding') ? { binding: bindingOf(value as Decoded<RoleBinding>) } : {} };
      this.known?.set(object, read);
    }
    const { value, binding } = read;
    const { identity = String(this.seen.size) } = read;
    const twin = this.seen.get(identity);
    if (twin) {
      return canonical(twin.object) === canonical(object) ? [] : [{
        id: 'object-duplicate',
        message: `stands here and ${twin.source ? `at ${place(twin.source)}` : twin.construct ?? 'elsewhere'}, and the two differ, so that nobody can tell which one counts`,
        fix: 'leave one of them out, such as by --exclude',
        ...at(each),
      }];
    }
    this.seen.set(identity, each);
    const origin: Origin = {
      ...source ? { source } : {}, ...construct === undefined ? {} : { construct }, ...defaultOf === undefined ? {} : { defaultOf },
    };
    const { metadata = {} } = value;
    const item = binding ? { ...binding, origin } : roleOf(value, metadata, origin);
    if ('roleRef' in item) {
      this.bindings.set(identity, item);
    } else {
      this.roles.set(identity, item);
    }
    if (metadata.annotations?.[AUTOUPDATE] === 'false') {
      this.protectedOnes.add(item);
    }
    return [];
  }
}

function identityOf(object: PolicyObject['object']): string | undefined {
  const kind = String(object.kind);
  const { name, namespace } = metadataOf(object);
  return name ? JSON.stringify([kind, kind.startsWith('Cluster') ? '' : namespace ?? '', name]) : undefined;
}

function roleOf(role: DecodedRole, metadata: Decoded<ObjectMeta>, origin: Origin): WrittenRole {
  const kind = role.kind as WrittenRole['kind'];
  return {
    kind,
    name: nameOf(metadata),
    namespace: kind === 'Role' ? metadata.namespace ?? '' : '',
    labels: metadata.labels as StringMap | undefined ?? {},
    rules: (role.rules ?? []).map((rule, index) => ({ rule: { ...rule, verbs: rule.verbs ?? [] }, index, origin })),
    ...role.aggregationRule ? { selectors: (role.aggregationRule.clusterRoleSelectors ?? []) as WrittenRole['selectors'] } : {},
    origin,
  };
}

function bindingOf(binding: Decoded<RoleBinding>): Omit<AccessBinding, 'origin'> {
  const kind = binding.kind as AccessBinding['kind'];
  const metadata = binding.metadata ?? {};
  const { apiGroup, kind: roleKind = '', name = '' } = binding.roleRef ?? {};
  return {
    kind,
    name: nameOf(metadata),
    namespace: kind === 'RoleBinding' ? metadata.namespace ?? '' : '',
    roleRef: { apiGroup: apiGroup || RBAC_GROUP, kind: roleKind as AccessBinding['roleRef']['kind'], name },
    subjects: (binding.subjects ?? []).map(withDefaults),
  };
}

interface DecodedRole {
  readonly kind?: string;
  readonly metadata?: Decoded<ObjectMeta>;
  readonly rules?: ReadonlyArray<Decoded<PolicyRule>>;
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly unknown[] };
}

const SHAPES: Readonly<Record<string, Parameters<typeof decode<DecodedRole>>[0] | undefined>> = Object.assign(Object.create(null) as object, {
  Role: ROLE, ClusterRole: CLUSTER_ROLE, RoleBinding: ROLE_BINDING, ClusterRoleBinding: CLUSTER_ROLE_BINDING,
});

/** pkg/apis/rbac/v1/defaults.go: users and groups without an API group are of RBAC's own. */
function withDefaults({ kind = '', name = '', namespace, apiGroup }: Decoded<Subject>): Subject {
  return {
    kind: kind as Subject['kind'],
    ...kind === 'User' || kind === 'Group' ? { apiGroup: apiGroup || RBAC_GROUP } : apiGroup ? { apiGroup } : {},
    name,
    ...namespace ? { namespace } : {},
  };
}

/** The server completes a generated name; no binding can name it beforehand. */
function nameOf({ name, generateName }: Decoded<ObjectMeta>): string {
  return name || (generateName ? `${generateName}*` : '');
}

function at({ object, source, construct }: PolicyObject): Pick<Problem, 'object' | 'source' | 'construct'> {
  return { object: objectLabel(object), source, construct };
}
