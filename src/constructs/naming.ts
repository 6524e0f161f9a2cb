import { createHash } from 'node:crypto';
import { Chart, type ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { noteSource } from './source-lines';

/** Ids that say nothing: cdk8s calls the main object of a construct so. */
const SILENT_IDS = new Set(['Resource', 'Default']);
/** cdk8s-plus puts the addresses (40 hex digits after `c8`) of other constructs into an id. */
const ADDRESS_LENGTH = 42;
const ADDRESSES = /^([A-Za-z0-9-]*?)((?:c8[0-9a-f]{40})+)$/;
const RBAC_KINDS = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
/** A DNS label holds 63. CronJobs leave 11 for the suffix of their Jobs, StatefulSets for the revision in a label of their pods. */
const MAX_LENGTH: ReadonlyMap<string, number> = new Map([['CronJob', 52], ['StatefulSet', 52]]);
/** Most ids are valid names as they are. */
const USUAL_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const CLUSTER = Symbol.for('cdk8s-bulwark.Cluster');

/**
 * The name of an object: the construct path below its chart, without `Resource` and `Default`, joined
 * by `-`, lower-cased and valid for its kind. No hash, so that a reviewer can read it and that moving a
 * chart renames nothing; two objects that end up with one name are an error at synth.
 */
export function objectName(apiObject: ApiObject): string {
  noteSource(apiObject);
  const chart = Chart.of(apiObject);
  let name = '';
  for (let at: IConstruct = apiObject; at !== chart; at = at.node.scope!) {
    const { id } = at.node;
    if (!SILENT_IDS.has(id)) {
      name = joined(readableId(id, apiObject), name);
    }
  }
  return validName(joined(homeOf(apiObject, chart), name) || chart.node.id, apiObject.kind);
}

function joined(outer: string, inner: string): string {
  return outer === '' ? inner : inner === '' ? outer : `${outer}-${inner}`;
}

/**
 * The chart's own id, for an object that it puts into another namespace, where a like-named construct of
 * a third chart may do the same (cdk8s-plus writes the far side of a connection so). Else nothing.
 */
function homeOf(apiObject: ApiObject, chart: Chart): string {
  const namespace = namespaceGiven(apiObject);
  const own = chart.namespace;
  return namespace === undefined || own === undefined || namespace === own || CLUSTER in chart ? '' : chart.node.id;
}

/** The namespace that an author's props name; cdk8s keeps it to itself while it asks for the name. */
function namespaceGiven(apiObject: ApiObject): string | undefined {
  const { props } = apiObject as unknown as { props?: { metadata?: { namespace?: unknown } } };
  return typeof props?.metadata?.namespace === 'string' ? props.metadata.namespace : undefined;
}

function readableId(id: string, apiObject: ApiObject): string {
  const match = id.length < ADDRESS_LENGTH ? undefined : ADDRESSES.exec(id);
  if (!match) {
    return id;
  }
  const others = match[2]!.match(/.{42}/g)!.map(address => nameAt(address, apiObject));
  if (others.includes(undefined)) {
    // An author's own digits.
    return id;
  }
  // A binding made by cdk8s-plus stands below its role and is of another kind: its subjects tell it apart.
  // A policy's id goes on with the namespace that it stands in; a second one of the same pair has none, so it stays.
  const prefix = match[1] === 'RoleBinding' || match[1] === 'ClusterRoleBinding' ? '' : match[1]!.replace(/^Allow(Ingress|Egress)(?=.)/, 'Allow$1-')
    .replace(/([a-z])([A-Z])/g, '$1-$2');
  return [prefix, ...others.sort()].filter(part => part !== '').join('-');
}

const addresses = new WeakMap<IConstruct, Map<string, IConstruct>>();

/** The readable name of the construct with an address, as seen from an object. */
function nameAt(address: string, from: ApiObject): string | undefined {
  const root = from.node.root;
  let known = addresses.get(root);
  if (!known?.has(address)) {
    known = new Map(root.node.findAll().map(each => [each.node.addr, each]));
    addresses.set(root, known);
  }
  const found = known.get(address);
  if (!found) {
    return undefined;
  }
  const scopes = found.node.scopes;
  const at = scopes.map(scope => Chart.isChart(scope)).lastIndexOf(true);
  const ids = scopes.slice(at + 1).map(scope => scope.node.id).filter(id => !SILENT_IDS.has(id));
  // The cluster's own name stays out: the same program then gives every cluster the same names.
  const elsewhere = at >= 0 && scopes[at] !== Chart.of(from) && !(CLUSTER in scopes[at]!) ? [scopes[at]!.node.id] : [];
  return [...elsewhere, ...ids].filter(id => id !== '').join('-');
}

/** A name that the API server takes for the kind; what cannot stand in it becomes `-`. The digest of a cut one is of the ids alone. */
function validName(text: string, kind: string): string {
  const longest = MAX_LENGTH.get(kind) ?? 63;
  if (text.length <= longest && USUAL_NAME.test(text)) {
    return text;
  }
  // RBAC names are path segments: `system:node:x` and upper case are allowed, but lower case is what people type.
  const allowed = RBAC_KINDS.has(kind) ? /[^a-z0-9:.-]+/g : /[^a-z0-9-]+/g;
  const name = text.toLowerCase().replace(allowed, '-').replace(/-{2,}/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  if (name.length <= longest) {
    return name || `x-${digest(text)}`;
  }
  return `${name.slice(0, longest - 9).replace(/-+$/, '')}-${digest(text)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
