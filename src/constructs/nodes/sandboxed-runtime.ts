import { Construct } from 'constructs';
import { capabilityOf } from '../../kubernetes/distributions';
import { Cluster } from '../cluster';
import { invalid, problemOf } from '../errors';
import { ManifestObject } from '../manifest-object';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** What keeps containers apart from the kernel of their machine. */
export enum Sandbox {
  /** gVisor: a kernel in user space. */
  GVISOR = 'gvisor',
  /** Kata Containers: a small virtual machine a pod. */
  KATA = 'kata',
}

/** What a sandbox itself takes of a machine, beside its containers. */
export interface SandboxOverhead {
  /** Such as `250m`. */
  readonly cpu?: string;
  /** Such as `160Mi`. */
  readonly memory?: string;
}

/** Machines that keep others away unless a pod tolerates it. */
export interface SandboxToleration {
  /** The key of the taint. */
  readonly key: string;
  /**
   * Its value.
   *
   * @default - any
   */
  readonly value?: string;
  /**
   * `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
   *
   * @default - every effect
   */
  readonly effect?: string;
}

/** Properties of a SandboxedRuntime. */
export interface SandboxedRuntimeProps {
  /** Which one. */
  readonly sandbox: Sandbox;
  /**
   * The handler of containerd.
   *
   * @default - `runsc` for gVisor, `kata` for Kata; on GKE and AKS the provider's own
   */
  readonly handler?: string;
  /**
   * What each pod takes beside its containers.
   *
   * @default - nothing for gVisor; 250m and 160Mi for Kata
   */
  readonly overhead?: SandboxOverhead;
  /**
   * Labels of the machines that have the sandbox.
   *
   * @default - every machine
   */
  readonly nodeSelector?: { [label: string]: string };
  /**
   * Taints of those machines that sandboxed pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: SandboxToleration[];
  /**
   * Annotations of pods that the runtime gets to see, such as `io.katacontainers.config.hypervisor.default_vcpus`. Each lets a
   * pod change its own sandbox, so a pattern is refused.
   *
   * @default - none
   */
  readonly podAnnotations?: string[];
  /**
   * An absolute path of the runtime's configuration on machines.
   *
   * @default - the runtime's own
   */
  readonly configPath?: string;
}

const TYPES: Readonly<Record<Sandbox, string>> = { gvisor: 'io.containerd.runsc.v1', kata: 'io.containerd.kata.v2' };
const HANDLERS: Readonly<Record<Sandbox, string>> = { gvisor: 'runsc', kata: 'kata' };

/** Handlers, and RuntimeClasses of the same name, that come with an offer. */
const PROVIDED: Readonly<Record<string, Partial<Record<Sandbox, string>>>> = {
  gke: { [Sandbox.GVISOR]: 'gvisor' },
  aks: { [Sandbox.KATA]: 'kata-mshv-vm-isolation' },
};

/**
 * A sandbox for pods: the runtime handler on machines and the RuntimeClass that names it, from one object, so that the two
 * cannot differ. The runtime itself (`runsc`, `containerd-shim-kata-v2`) must be installed on the machines. Pods ask for it
 * by `runtimeClassName`.
 *
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
 */
export class SandboxedRuntime extends Construct {
  /** The name for `spec.runtimeClassName` of pods. */
  public readonly runtimeClassName: string;

  /** The handler of containerd. */
  public readonly handler: string;

  constructor(scope: Construct, id: string, props: SandboxedRuntimeProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, SandboxedRuntime, 'SandboxedRuntimeProps', props);
    const cluster = Cluster.containing(this);
    const { sandbox } = props;
    if (!Object.hasOwn(TYPES, sandbox)) {
      throw invalid(this, 'sandbox', sandbox, 'is no sandbox', 'use Sandbox.GVISOR or Sandbox.KATA');
    }
    const provided = PROVIDED[cluster.target.distribution]?.[sandbox];
    this.handler = props.handler ?? provided ?? HANDLERS[sandbox];
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(this.handler)) {
      throw invalid(this, 'handler', this.handler, 'must be a label as of RFC 1123, as RuntimeClass wants it', 'use lower-case letters, digits and -');
    }
    const wide = props.podAnnotations?.find(each => each.includes('*'));
    if (wide !== undefined) {
      throw invalid(this, 'podAnnotations', wide, 'lets every pod change its own sandbox in ways that nobody listed', 'list the annotations that are meant');
    }
    if (provided !== undefined && this.handler === provided) {
      // The provider makes the RuntimeClass as well; two of one name would fight.
      this.runtimeClassName = provided;
      cluster._hosts.note(`RuntimeClass \`${provided}\` and its handler come with the node pools of the provider.`);
      return;
    }
    this.askForHandler(cluster, props);
    const runtimeClass = new ManifestObject(this, 'Resource', {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      handler: this.handler,
      ...overheadOf(props),
      ...schedulingOf(props),
    });
    this.runtimeClassName = runtimeClass.name;
  }

  /** A RuntimeClass without a handler is found out only when a pod does not start. */
  private askForHandler(cluster: Cluster, { sandbox, podAnnotations, configPath }: SandboxedRuntimeProps): void {
    const model = {
      type: TYPES[sandbox],
      ...sandbox === Sandbox.KATA ? { privilegedWithoutHostDevices: true } : {},
      ...podAnnotations && podAnnotations.length > 0 ? { podAnnotations: [...new Set(podAnnotations)].sort() } : {},
      ...configPath === undefined ? {} : { configPath },
    };
    const { can, how } = capabilityOf(cluster.target._toModel(), `containerd handler ${this.handler}`, JSON.stringify(model));
    if (can !== 'settable') {
      throw problemOf(this, {
        id: 'target-unsupported',
        field: 'sandbox',
        value: JSON.stringify(sandbox),
        message: `${cluster.target.distribution} has no runtime handler ${this.handler}: ${how}`,
        fix: 'leave it out for this cluster, or choose another target',
      });
    }
    cluster._hosts.handler(this, this.handler, model);
  }
}

function overheadOf({ sandbox, overhead }: SandboxedRuntimeProps): object {
  const given = overhead ?? (sandbox === Sandbox.KATA ? { cpu: '250m', memory: '160Mi' } : {});
  const podFixed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return Object.keys(podFixed).length === 0 ? {} : { overhead: { podFixed } };
}

function schedulingOf({ nodeSelector, tolerations = [] }: SandboxedRuntimeProps): object {
  const scheduling = {
    ...nodeSelector && Object.keys(nodeSelector).length > 0 ? { nodeSelector } : {},
    ...tolerations.length > 0 ? {
      tolerations: tolerations.map(({ key, value, effect }) => ({
        key, ...value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }, ...effect === undefined ? {} : { effect },
      })),
    } : {},
  };
  return Object.keys(scheduling).length === 0 ? {} : { scheduling };
}
