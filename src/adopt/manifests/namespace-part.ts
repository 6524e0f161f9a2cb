import { accessPieces, isAccess, type Place } from './access-pieces';
import { canonical } from './clean';
import type { ImportedObject, ManifestObject, Part, Piece } from './construction';
import { cronJobGroups } from './cron-job-pieces';
import { constant, fields, list, value, type Expression, type Json } from './expression';
import { bodyKeys, Ids, isBare, nameOf } from './ids';
import { isDeny, isDns, isNetworkPolicy, networkPieces } from './network-pieces';
import { plainPiece } from './plain-piece';
import { groupOf } from '../../manifests/identity';

type Texts = Readonly<Record<string, string>>;

/** Ids that a SecuredNamespace gives to what it makes. */
const OWN_IDS = ['default-deny', 'allow-dns', 'default-account', 'quota', 'defaults', 'readers', 'operators'];

/** The objects in no namespace. */
export function clusterPart(objects: readonly ImportedObject[]): Part {
  return { pieces: piecesOf(objects, { ids: new Ids(), names: true }) };
}

/**
 * The objects of one namespace: in a SecuredNamespace where its Namespace can be said so, first with the hardening that it would
 * have by itself, then without; else in a chart.
 *
 * @param id of the scope
 * @param minor of the target, to which the labels of Pod Security are pinned
 */
export function namespacePart(namespace: string, id: string, objects: readonly ImportedObject[], minor: number): Part {
  const chart = (): Part => ({
    namespace,
    scope: { construction: { className: 'Chart', id, props: fields({ namespace: value(namespace) }) }, objects: [] },
    pieces: piecesOf(objects, { namespace, ids: new Ids(), names: false }),
  });
  const found = objects.find(({ object }) => isOf(object, '', 'Namespace'));
  const secured = found && securedProps(found, objects, minor);
  if (!secured) {
    return chart();
  }
  const part = (harden: boolean, otherwise: () => Part): Part => ({
    namespace,
    scope: {
      construction: { className: 'SecuredNamespace', id, props: propsOrNone({ name: id === namespace ? undefined : value(namespace), ...secured.props, harden: harden ? undefined : value(false) }) },
      objects: [found, ...secured.parts],
    },
    pieces: piecesOf(objects.filter(each => each !== found && !secured.parts.includes(each)), { namespace, ids: new Ids(OWN_IDS), names: true }),
    otherwise,
  });
  return secured.hardens ? part(true, () => part(false, chart)) : part(true, chart);
}

function propsOrNone(props: Readonly<Record<string, Expression | undefined>>): Expression | undefined {
  const all = fields(props);
  return (all.fields as unknown[]).length === 0 ? undefined : all;
}

function piecesOf(objects: readonly ImportedObject[], place: Place): Piece[] {
  const groups = cronJobGroups(objects, place);
  const grouped = new Set(groups.flatMap(group => group.objects));
  // First: what a HardenedCronJob makes is named after its id, and other objects can say their names.
  const made = groups.map(group => group.piece(() => singlePieces(group.objects, place)));
  return [...singlePieces(objects.filter(each => !grouped.has(each)), place), ...made];
}

function singlePieces(objects: readonly ImportedObject[], place: Place): Piece[] {
  const others = objects.filter(each => !isAccess(each) && !isNetworkPolicy(each));
  const isFirst = ({ object }: ImportedObject) => FIRST.includes(String(object.kind));
  const plain = (each: ImportedObject) => plainPiece(each, place.ids.of(each), place.namespace);
  return [
    ...others.filter(isFirst).sort(byKind).map(plain),
    ...accessPieces(objects.filter(isAccess), place),
    ...networkPieces(objects.filter(isNetworkPolicy), place),
    ...others.filter(each => !isFirst(each)).sort(byKind).map(plain),
  ];
}

/** What the rest rests on stands first. */
const FIRST = ['Namespace', 'CustomResourceDefinition', 'ResourceQuota', 'LimitRange', 'ServiceAccount'];

function byKind(a: ImportedObject, b: ImportedObject): number {
  const key = ({ object }: ImportedObject) => `${String(FIRST.indexOf(String(object.kind)) + 1)} ${String(object.kind)} ${nameOf(object)}`;
  return key(a) < key(b) ? -1 : 1;
}

function isOf(object: ManifestObject, group: string, kind: string): boolean {
  return groupOf(object) === group && object.kind === kind;
}

const WITHOUT = 'bulwark.cdk8s.io/without-';
const POD_SECURITY = 'pod-security.kubernetes.io/';

interface Secured {
  readonly props: Readonly<Record<string, Expression | undefined>>;
  /** The objects that it makes beside the Namespace. */
  readonly parts: readonly ImportedObject[];
  readonly hardens: boolean;
}

/** What a SecuredNamespace is told to make this Namespace and those of the objects that are its own parts. */
function securedProps(namespace: ImportedObject, objects: readonly ImportedObject[], minor: number): Secured | undefined {
  if (!isBare(namespace, 'labels', 'annotations') || bodyKeys(namespace).length > 0) {
    return undefined;
  }
  const { labels = {}, annotations = {} } = namespace.object.metadata as { readonly labels?: Texts; readonly annotations?: Texts };
  const level = levelIn(labels, minor);
  const reasons = Object.entries(annotations).map(([name, reason]) => [name.slice(WITHOUT.length), reason] as const);
  const part = (of: (each: ImportedObject) => boolean) => objects.find(each => isBare(each) && of(each));
  const deny = part(each => nameOf(each.object) === 'default-deny' && isNetworkPolicy(each) && isDeny(each));
  const dns = deny && part(each => nameOf(each.object) === 'allow-dns' && isNetworkPolicy(each) && isDns(each));
  const account = part(each => isOf(each.object, '', 'ServiceAccount') && nameOf(each.object) === 'default'
    && canonical(bodyOf(each)) === canonical({ automountServiceAccountToken: false }));
  const off = new Map(reasons);
  const known = new Set(['pod-security', 'hardening', 'default-deny', 'dns', 'default-account']);
  const privileged = level === 'privileged';
  const isSaid = level !== undefined && Object.keys(annotations).every(name => name.startsWith(WITHOUT) && known.has(name.slice(WITHOUT.length)))
    // Without a reason in an annotation, the account is a part of every namespace above the level privileged.
    && (privileged ? !off.has('default-account') : (account !== undefined) !== off.has('default-account'))
    && !(deny && off.has('default-deny')) && !(dns && off.has('dns'));
  if (!isSaid) {
    return undefined;
  }
  const own = Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith(POD_SECURITY)));
  return {
    props: {
      podSecurity: level === 'restricted' || (privileged && off.has('pod-security')) ? undefined : constant('PodSecurityLevel', level.toUpperCase()),
      labels: Object.keys(own).length === 0 ? undefined : value(own as Json),
      defaultDeny: deny || off.has('default-deny') ? undefined : value(false),
      dns: deny && !dns && !off.has('dns') ? value(false) : undefined,
      without: reasons.length === 0 ? undefined : list(reasons.map(([name, reason]) => fields({
        part: constant('NamespacePart', name.toUpperCase().replaceAll('-', '_')), reason: value(reason),
      }))),
    },
    parts: [deny, dns, privileged ? undefined : account].filter(each => each !== undefined),
    hardens: !privileged && !off.has('hardening'),
  };
}

function bodyOf(imported: ImportedObject): ManifestObject {
  return Object.fromEntries(bodyKeys(imported).map(key => [key, imported.object[key]]));
}

/** Privileged where no label says anything; undefined where they do not say one level alike, pinned to the target's minor. */
function levelIn(labels: Texts, minor: number): 'privileged' | 'baseline' | 'restricted' | undefined {
  const own = Object.fromEntries(Object.entries(labels).filter(([name]) => name.startsWith(POD_SECURITY)));
  if (Object.keys(own).length === 0) {
    return 'privileged';
  }
  return (['baseline', 'restricted'] as const).find(level => canonical(own) === canonical(Object.fromEntries(['audit', 'enforce', 'warn'].flatMap(mode => [
    [`${POD_SECURITY}${mode}`, level], [`${POD_SECURITY}${mode}-version`, `v1.${minor}`],
  ]))));
}
