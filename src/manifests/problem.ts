/**
 * What can be wrong, as data. Every message that people may match on has its id here and nowhere else;
 * `docs/problems.md` explains each.
 */
export const PROBLEMS = {
  // Reading
  'input-missing': 'A file or directory that was named does not exist or cannot be read.',
  'yaml-syntax': 'A document is not YAML.',
  'yaml-duplicate-key': 'A mapping holds one key twice; which one wins depends on the reader.',
  'yaml-alias': 'Aliases expand without bound, or refer to themselves or to nothing.',
  'yaml-depth': 'A document is nested deeper than any manifest is.',
  'yaml-value': 'A tag or value that Kubernetes cannot read.',
  'manifest-shape': 'A List without items, or an item that is not an object.',
  // Objects
  'object-invalid': 'The API server would refuse this object.',
  'object-unserved': 'The target Kubernetes does not serve this kind: it never had it or has it no more, or kind or group are a slip of one that it has.',
  'object-duplicate': 'Two objects have one identity (group, kind, namespace, name).',
  'object-unprintable': 'A value that no manifest can hold (NaN, a function, a cycle).',
  'host-file-invalid': 'The component that reads this host file would refuse it, or ignore a part of it.',
  'host-field-unknown': 'A host file has a field that no release of its reader known here has; a newer release may have it.',
  'host-setting-dead': 'A setting in a host file has no effect: its reader ignores it, or does the thing in its own way.',
  // Constructs
  'construct-invalid': 'A property of a construct has a value that cannot mean what it should.',
  'prop-unknown': 'A construct is given a property that it does not have.',
  'construct-misplaced': 'A construct stands where it cannot work, such as a host file outside a Cluster.',
  'construct-validation': 'A validation that a construct brought with it failed.',
  'workload-unresolved': 'A construct that should stand for pods, a subject or a role holds none, or several.',
  'subject-tokenless': 'A workload is granted something, and its pods get no token to use it.',
  'workload-conflict': 'A workload says the opposite of the hardening that is asked for it.',
  'workload-image-unpinned': 'An image is named without a digest where one is asked for.',
  'workload-refused': 'The admission of a namespace would refuse the pods of a workload.',
  'audit-rule-unreachable': 'No request comes to a rule of an audit policy, since those before it take all that it could.',
  'audit-nothing-logged': 'An audit policy logs no request at all.',
  'audit-stages-omitted': 'Every stage is omitted at which the requests of a rule of an audit policy are written.',
  'audit-failed-logins-lost': 'An audit policy omits the only stage of logins that fail.',
  'audit-body-sensitive': 'An audit policy writes bodies with credentials into the log.',
  'audit-rule-redundant': 'Without a rule of an audit policy every request is logged as with it.',
  'audit-rule-word-idle': 'A rule of an audit policy names a verb, a user or a resource that no request has.',
  'access-unaudited': 'The audit policy of the cluster does not log what somebody does who must be logged.',
  'target-unsupported': 'A Kubernetes minor or a setting that the target does not support.',
  'agent-refused': 'The agent that syncs a cluster would not apply an object as it is, or not before the workloads.',
  // Writing
  'path-collision': 'Two files of the output have one path, at least on a disk that ignores case.',
  'file-foreign': 'A file that is not ours stands where one of ours belongs.',
  'file-edited': 'A file of ours was changed by hand.',
  'path-unsafe': 'A link, or something that is neither a file nor a folder of ours, stands in the way; following it could write elsewhere.',
  'folder-busy': 'Another run is writing the same folder.',
  'output-unwritable': 'A file that was asked for cannot be written where it was asked for.',
  'index-unreadable': 'An index (.bulwark.json) cannot be read or trusted.',
  // Drift
  'drift-missing': 'The source emits a file that the tree does not hold.',
  'drift-changed': 'A file of the tree differs from what the source emits.',
  'drift-foreign': 'A manifest that synth did not write stands among those that an agent syncs.',
  'drift-stale': 'The tree holds a file that the source no longer emits.',
  // Guarantees
  'guarantee-broken': 'A construct promises something that the cluster does not keep.',
  'guarantee-not-provable': 'Nobody can tell whether a promise is kept, because something that could break it is not among the manifests.',
  'setting-unsettable': 'A construct asks of machines what the target does not let anybody set.',
  'certificate-lifetime-short': 'Certificates of kubelets live so briefly that nodes do not survive a day without whoever signs or approves them.',
  'access-expired': 'Access that was granted until a day still stands after it; no acknowledgement lets it.',
  // Workloads
  'workload-image-latest': 'An image is named by no tag, or by `latest`, and so may be another one at each start.',
  'workload-privileged': 'A workload may take over its node, and its namespace lets it.',
  // Access
  'access-everything': 'Somebody may do everything, in the cluster or in a namespace.',
  'access-escalate': 'Somebody may write roles that hold more than the writer does (the verb `escalate`).',
  'access-bind': 'Somebody may bind roles that hold more than the binder does (the verb `bind`).',
  'access-impersonate': 'Somebody may act as another user, group or service account.',
  'access-token-create': 'Somebody may get a token of a service account.',
  'access-certificate-approve': 'Somebody may have certificates signed for any name.',
  'access-node-proxy': 'Somebody may reach the kubelet through `nodes/proxy`, past audit and admission.',
  'access-secrets-read': 'Somebody may read secrets.',
  'access-secrets-write': 'Somebody may write secrets.',
  'access-workload-create': 'Somebody may run pods, and so as any service account of the namespace.',
  'access-pod-change': 'Somebody may change running pods.',
  'access-pod-exec': 'Somebody may run commands in pods (`pods/exec`, `pods/attach`).',
  'access-pod-debug': 'Somebody may put a container into a running pod (`pods/ephemeralcontainers`).',
  'access-pod-proxy': 'Somebody may connect to pods past every NetworkPolicy (port-forward, proxy).',
  'access-admission-change': 'Somebody may change webhooks or admission policies.',
  'access-api-change': 'Somebody may change APIServices or CustomResourceDefinitions.',
  'access-volume-create': 'Somebody may create persistent volumes, and so read the disks of nodes.',
  'access-namespace-change': 'Somebody may change namespaces, on whose labels policies rest.',
  'access-node-change': 'Somebody may change nodes.',
  'access-traffic-change': 'Somebody may lead the traffic of a Service elsewhere.',
  'access-network-policy-change': 'Somebody may change NetworkPolicies.',
  'access-cloud-identities': 'Somebody may change the map of cloud identities (`kube-system/aws-auth`).',
  'access-role-missing': 'A binding gives a role that is not there; whoever makes one of that name decides what it grants.',
  'access-subject-missing': 'A binding gives a role to a service account that nothing among the manifests makes.',
  'access-rules-overwritten': 'An aggregated ClusterRole has rules of its own, which the controller overwrites.',
  'access-rule-idle': 'A rule of a role names a verb, a resource or a group that no request has, and so grants nothing by it.',
  'access-traces-delete': 'Somebody may delete events.',
  // Network policies
  'network-selects-nothing': 'A selector of a NetworkPolicy takes none of the pods that are there.',
  'network-port-unmatched': 'A rule admits a port by a name that no pod declares.',
  'network-rules-ignored': 'A NetworkPolicy has rules of a direction that its policyTypes leave out.',
  'network-egress-open': 'A NetworkPolicy has an empty list of egress rules and no policyTypes.',
  'network-rule-subsumed': 'Another rule of the policy admits all that a rule admits.',
  'network-priority-equal': 'Two policies of one tier have one priority and disagree.',
  'network-host-network': 'A NetworkPolicy selects pods on the host\'s network.',
  'network-unprotected': 'No policy isolates a workload, as policies do others of its namespace.',
  'network-dns-blocked': 'A workload may open connections to pods, and cannot ask for their names.',
  'network-service-blocked': 'A Service or Ingress leads to pods on a port that no rule opens.',
  'network-port-duplicate': 'A policy admits a port by a name that several containers give.',
  // Questions
  'resource-unknown': 'Neither Kubernetes nor the manifests define the resource or subresource that was asked about.',
  'workload-unknown': 'No workload, pod or namespace among the manifests has the name that was asked about.',
  'port-unknown': 'A port that was asked about is none, or no container declares its name.',
  'audit-log-line': 'A line of an audit log is no event, and was left out.',
  'request-invalid': 'A line of a batch of questions is no request.',
  'cluster-ambiguous': 'A manifest stands beside the tree of the one cluster that is asked about, and may belong to it.',
  'revision-unreadable': 'A revision that was named does not exist, or git cannot read it.',
  'audit-ambiguous': 'One cluster has several audit policies that differ, and an API server reads one.',
  'import-inexact': 'A manifest cannot be written again exactly as it is by a program.',
  'promise-weakened': 'The proof of a cluster became weaker: a guarantee went, an acknowledgement came, or its target changed.',
  'control-missed': 'Something does not meet a control of a benchmark (`check --controls`).',
  'baseline-unreadable': 'A baseline of findings is none, or lets pass what none may.',
  'baseline-stale': 'A row of the baseline speaks of a finding that is there no more.',
  'cluster-unnamed': 'The input holds several clusters, and a question that is asked of one names none.',
  // Apps
  'app-not-found': 'No app was named and none was found.',
  'app-failed': 'The app threw while it was loaded.',
  'app-unstable': 'The app made another cluster when it was asked for the same one again.',
  'app-without-synth': 'The app was loaded but never called synth().',
  'cluster-unknown': 'No cluster has the name that was given.',
  'usage': 'The command line cannot be understood.',
} as const;

/** The stable id of a problem. */
export type ProblemId = keyof typeof PROBLEMS;

/** A place in a file; line and column count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** How much somebody could gain by a finding. Errors have none: they are to be mended. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** One thing that is wrong, with all that a reader needs to mend it. */
export interface Problem {
  readonly id: ProblemId;
  /** What is wrong, in one sentence without a final stop. */
  readonly message: string;
  /** The cluster that it is about, where the input tells clusters apart. */
  readonly cluster?: string;
  /** The path of the construct that caused it. */
  readonly construct?: string;
  /** Where it stands: a manifest, or a line of the program. */
  readonly source?: SourcePlace;
  /** The object: `Kind namespace/name`. */
  readonly object?: string;
  /** The path of the field inside the object or the props: `spec.ingress[0].from`. */
  readonly field?: string;
  /** The value found there, as JSON. */
  readonly value?: string;
  /** What to do about it. */
  readonly fix?: string;
  /** Of a finding, which may be meant. */
  readonly severity?: Severity;
  /** Ids of benchmarks that ask for the opposite, each with the versions of its benchmark: `CIS 5.1.2 (v1.8 to v2.1)`. */
  readonly controls?: readonly string[];
  /** Of a finding, all that it says in full, where the message shortens it: who may do what. */
  readonly facts?: readonly string[];
}

const BRAND = Symbol.for('cdk8s-bulwark.ProblemError');

/** One or several problems, thrown together. */
export class ProblemError extends Error {
  /** Recognizes the error also when another copy of the package threw it. */
  public static is(error: unknown): error is ProblemError {
    return typeof error === 'object' && error !== null && BRAND in error;
  }

  public readonly problems: readonly Problem[];

  constructor(...problems: Problem[]) {
    super(problems.map(describe).join('\n'));
    this.name = 'ProblemError';
    this.problems = problems;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** `file:line:column`, as far as it is known. */
export function place(source: SourcePlace): string {
  return [source.file, source.line, source.line === undefined ? undefined : source.column].filter(part => part !== undefined).join(':');
}

/** One problem as text: place, what, field and value, fix, id. */
export function describe(problem: Problem): string {
  const where = [problem.construct, problem.source && place(problem.source)].filter(Boolean).join(' at ');
  const what = [problem.object, problem.field].filter(Boolean).join(' ');
  const value = problem.value === undefined ? '' : ` (found ${printable(problem.value)})`;
  const head = [...[where, what].filter(Boolean).map(printable), printableLines(problem.message)].join(': ');
  const fix = problem.fix ? `\n    fix: ${printable(problem.fix)}` : '';
  return `${head}${value} [${problem.id}]${fix}`;
}

/**
 * Text that a terminal shows as it is, on one line: control characters, bidirectional marks and other
 * invisible ones are written out, so that a name in a manifest cannot repaint the screen, hide a word or
 * pass for a line of our own.
 */
export function printable(text: string): string {
  return text.replace(INVISIBLE, char => {
    const code = char.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

const INVISIBLE = new RegExp('[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f'
  + '\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]|\\p{Surrogate}', 'gu');

/** A message of several lines, as programs throw them, each line printable and set in by some spaces but for the first. */
export function printableLines(text: string, indent = '  '): string {
  return text.trim().split(/\r?\n/).map(line => printable(line.replaceAll('\t', '  ').trimEnd())).join(`\n${indent}`);
}

/** A value as short JSON for a message; of a class, what it calls itself, else the name of the class: its fields are nobody's business. */
export function shown(value: unknown): string {
  const text = written(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function written(value: unknown): string {
  try {
    // JSON has no NaN, and no word for what it leaves out.
    return typeof value === 'number' ? String(value) : ofClass(value) ?? JSON.stringify(value, (_, each: unknown) => ofClass(each) ?? each) ?? String(value);
  } catch {
    return `[${typeof value}]`; // It holds itself, or does not say what it is.
  }
}

function ofClass(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    return undefined;
  }
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: { readonly name?: unknown } } | null;
  if (prototype === null || prototype === Object.prototype || prototype.constructor?.name === 'Object') {
    return undefined;
  }
  const text = String(value);
  return text.startsWith('[object ') ? `[${String(prototype.constructor?.name ?? 'object')}]` : text;
}
