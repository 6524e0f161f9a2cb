/**
 * What the page of a report holds, as the JSON inside it. Texts that come again and again (names, files, rules) stand once,
 * in `strings`; whatever is called `Text` is a place in it. Nothing is decided by the page: every answer in here was given by
 * the engines, and the page finds and shows it.
 */
export interface ReportData {
  /** `bulwark 1.2.3`. */
  readonly tool: string;
  /** What the report is about, as it was named. */
  readonly subject: string;
  /** What it was compared with, as it was named. */
  readonly against?: string;
  readonly strings: readonly string[];
  readonly clusters: readonly ClusterData[];
}

/** A place in `strings`. */
export type Text = number;

/** A file and a line of it, 0 where the line is not known; and the path of the construct that made it. */
export interface PlaceData {
  readonly file?: Text;
  readonly line?: number;
  readonly construct?: Text;
}

export interface ClusterData {
  /** Empty for manifests that carry no cluster. */
  readonly name: string;
  readonly target: string;
  /** Set where the cluster is gone: it stands in what the report was compared with alone. */
  readonly gone?: boolean;
  readonly counts: readonly CountData[];
  /** Where the report was asked to compare. */
  readonly changes?: ChangesData;
  /** Set where nothing was proved, since something in the cluster is invalid. */
  readonly unproved?: boolean;
  readonly guarantees: readonly GuaranteeData[];
  readonly findings: readonly FindingData[];
  readonly acknowledged: readonly AcknowledgedData[];
  /** Acknowledgements of nothing that was found, a sentence each. */
  readonly idle: readonly string[];
  readonly access: AccessData;
  readonly network: NetworkData;
  readonly audit: AuditData;
  readonly hosts: HostsData;
  readonly controls: ControlsData;
  /** What the answers rest on, a sentence each. */
  readonly assumptions: readonly string[];
}

/** `12 workloads`. */
export interface CountData {
  readonly label: string;
  readonly count: number;
}

export interface ChangesData {
  readonly rows: readonly ChangeData[];
  /** What else a reader should know, a sentence each. */
  readonly notes: readonly string[];
}

export interface ChangeData extends PlaceData {
  readonly domain: string;
  readonly direction: 'broadened' | 'narrowed' | 'changed';
  readonly title: string;
  readonly details: readonly string[];
  readonly because: readonly string[];
}

export interface GuaranteeData {
  readonly construct: Text;
  readonly promise: string;
  readonly verdict: 'holds' | 'broken' | 'not-provable';
  /** Set where somebody took responsibility for every reason why it does not hold. */
  readonly acknowledged?: boolean;
  /** Why it does not hold. */
  readonly witnesses: readonly FindingData[];
  /** What the verdict rests on: who is trusted, and what is taken for true. */
  readonly rests: readonly Text[];
}

export interface FindingData extends PlaceData {
  readonly id: string;
  readonly severity: 'error' | 'critical' | 'high' | 'medium' | 'low';
  readonly object?: string;
  readonly message: string;
  readonly value?: string;
  readonly fix?: string;
  readonly controls?: readonly string[];
}

export interface AcknowledgedData {
  readonly finding: FindingData;
  readonly construct: string;
  readonly reason: string;
  readonly expires?: string;
}

/** What benchmarks ask for. */
export interface ControlsData {
  readonly benchmarks: readonly BenchmarkData[];
  /** Each control once, whichever benchmarks ask for it. */
  readonly controls: readonly ControlData[];
  readonly outcomes: readonly OutcomeData[];
}

export interface BenchmarkData {
  /** `cis-1.12`. */
  readonly name: string;
  /** `CIS Kubernetes Benchmark v1.12`. */
  readonly title: string;
  /** `CIS v1.12`: what stands before each id. */
  readonly short: string;
  /** In the order of the benchmark. */
  readonly asked: readonly AskedData[];
}

/** A control as one benchmark asks for it. */
export interface AskedData {
  readonly ids: readonly Text[];
  /** Set where no source confirms the number. */
  readonly unverified?: boolean;
  /** Places in `controls` and `outcomes`. */
  readonly control: number;
  readonly outcome: number;
}

export interface ControlData {
  readonly title: Text;
  /** What meets it, as manifests or host files say it; and the constructs that make it. */
  readonly means?: Text;
  readonly makers?: readonly Text[];
  /** Guarantees that promise the same or a part of it: places in `guarantees`. */
  readonly promises?: readonly number[];
}

export interface OutcomeData {
  readonly verdict: 'proved' | 'clean' | 'failed' | 'accepted' | 'managed' | 'unknown';
  readonly because: Text;
  /** What does not meet it: places in `findings` and in `acknowledged`, and what is neither. */
  readonly findings?: readonly number[];
  readonly acknowledged?: readonly number[];
  readonly misses?: readonly FindingData[];
  /** Of what is neither, how many more there are. */
  readonly more?: number;
}

export interface AccessData {
  readonly verbs: readonly string[];
  readonly resources: readonly ResourceData[];
  /** Sets of verbs: places in `verbs`. */
  readonly verbSets: ReadonlyArray<readonly number[]>;
  /** What rules allow: pairs of a place in `resources` and one in `verbSets`, one after the other. */
  readonly powers: ReadonlyArray<readonly number[]>;
  readonly roles: readonly RoleData[];
  readonly bindings: readonly BindingData[];
  readonly subjects: readonly SubjectData[];
  /** Bindings whose roles nobody knows, and the like: a sentence each. */
  readonly unresolved: readonly string[];
}

export interface ResourceData {
  /** `pods/log`, `deployments.apps`, `/healthz`. */
  readonly name: string;
  readonly kind: 'namespaced' | 'cluster' | 'path' | 'unknown';
  /** Whether more than reading and writing objects: pods/exec, tokens, proxies. */
  readonly acts?: boolean;
}

export interface RoleData extends PlaceData {
  readonly label: Text;
  readonly rules: readonly RuleData[];
}

export interface RuleData extends PlaceData {
  /** `rules[0]`. */
  readonly at: Text;
  readonly words: Text;
  /** What it allows where it is bound in the whole cluster, and in one namespace: places in `powers`. */
  readonly cluster: number;
  readonly namespace: number;
  /** Whether it is about objects of some names alone. */
  readonly named?: boolean;
}

export interface BindingData extends PlaceData {
  readonly label: Text;
  /** Absent for one that counts everywhere; the empty text for one whose namespace is left to whoever applies it. */
  readonly namespace?: Text;
  /** A place in `roles`; absent where the role is not known. */
  readonly role?: number;
  readonly subjects: readonly number[];
  /** Whether Kubernetes makes it by itself. */
  readonly byDefault?: boolean;
}

export interface SubjectData {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: Text;
  /** Groups whose access it has as well: places in `subjects`. */
  readonly groups: readonly number[];
}

export interface NetworkData {
  /** Workloads in order, then addresses outside. */
  readonly ends: readonly EndData[];
  /** How many of `ends` are workloads. */
  readonly workloads: number;
  readonly policies: readonly PolicyData[];
  /** `TCP 80, UDP 53`. */
  readonly ports: readonly Text[];
  readonly reasons: readonly ReasonData[];
  /** For each end what it may connect to: runs of five numbers, `first, count, ports, partly, reason`. Reason -1 where none was worked out. */
  readonly rows: ReadonlyArray<readonly number[]>;
  readonly services: readonly ServiceData[];
  readonly picture?: PictureData;
  /** Why there is none. */
  readonly noPicture?: string;
}

export interface EndData extends PlaceData {
  /** Absent for addresses outside. */
  readonly namespace?: Text;
  readonly label: Text;
  /** The policies that isolate it, by direction; places in `policies`. */
  readonly ingress?: readonly number[];
  readonly egress?: readonly number[];
  /** The name service, which nearly every workload may ask: a picture would be lines to it. */
  readonly isNameService?: true;
}

export interface PolicyData extends PlaceData {
  readonly label: Text;
}

/** Why a connection is open: what settles each side, and the rules that admit it. */
export interface ReasonData {
  readonly egress: Text;
  readonly ingress: Text;
  readonly rules: ReadonlyArray<{ readonly policy: number; readonly words: Text }>;
  /** Assumptions without which it could be otherwise. */
  readonly rests: readonly Text[];
}

/** Where a port of a Service or a backend of an Ingress leads. */
export interface ServiceData extends PlaceData {
  readonly label: Text;
  readonly leads: Text;
  readonly blocked?: boolean;
}

/** A map that was laid out: all lengths in pixels. */
export interface PictureData {
  readonly width: number;
  readonly height: number;
  /** Whether ends stand for whole namespaces. */
  readonly collapsed: boolean;
  readonly groups: readonly BoxData[];
  readonly nodes: readonly NodeData[];
  readonly edges: readonly EdgeData[];
}

export interface BoxData {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface NodeData extends BoxData {
  readonly kind: 'workload' | 'outside' | 'namespace';
  /** The ends that it stands for. */
  readonly ends: readonly number[];
}

export interface EdgeData {
  readonly from: number;
  readonly to: number;
  readonly kind: 'open' | 'partly';
  /** The points of a line of cubic Bézier curves: a start, then three for each. */
  readonly points: readonly number[];
  readonly label: string;
  /** The middle of the label. */
  readonly x: number;
  readonly y: number;
}

export interface AuditData {
  readonly policies: ReadonlyArray<PlaceData & { readonly omitStages: string; readonly rules: readonly AuditRuleData[] }>;
  /** Why nobody can tell. */
  readonly doubt?: string;
  /** What is logged of requests that reviewers ask about. */
  readonly levels: readonly AuditLevelData[];
}

export interface AuditRuleData {
  readonly level: string;
  readonly what: string;
  readonly omitStages: string;
}

export interface AuditLevelData {
  readonly what: string;
  readonly reads: LevelRange;
  readonly changes: LevelRange;
}

/** The least and the most that is logged, whoever asks; with a request that shows the least where they differ. */
export interface LevelRange {
  readonly least: string;
  readonly most: string;
  readonly example?: string;
}

export interface HostsData {
  readonly settings: ReadonlyArray<readonly [name: string, value: string]>;
  readonly refused: ReadonlyArray<{ readonly setting: string; readonly can: string; readonly how: string; readonly construct?: string }>;
  readonly files: readonly string[];
}
