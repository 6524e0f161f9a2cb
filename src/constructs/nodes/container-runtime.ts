import { Construct } from 'constructs';
import { registryServer } from '../../kubernetes/containerd';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** What a mirror may be asked for. */
export enum RegistryCapability {
  /** Blobs and manifests by digest. */
  PULL = 'pull',
  /** What a tag means now: whoever resolves tags decides what runs. */
  RESOLVE = 'resolve',
}

/** A mirror of a registry. */
export interface RegistryMirror {
  /** Its URL: `https://mirror.example.com`. */
  readonly url: string;
  /**
   * What it is asked for.
   *
   * @default - RegistryCapability.PULL alone, so that a mirror cannot change what a tag means
   */
  readonly capabilities?: RegistryCapability[];
  /**
   * The file on machines with the authority of its certificate.
   *
   * @default - those of the machine
   */
  readonly certificateAuthority?: string;
}

/** Where images of a registry come from. */
export interface Registry {
  /** The host in names of images: `docker.io`, `registry.example.com:5000`. */
  readonly host: string;
  /**
   * The registry itself, asked where no mirror has an image.
   *
   * @default - https and the host; for `docker.io` `https://registry-1.docker.io`
   */
  readonly server?: string;
  /**
   * Mirrors, asked in order.
   *
   * @default - none
   */
  readonly mirrors?: RegistryMirror[];
}

/** Properties of a ContainerRuntime. */
export interface ContainerRuntimeProps {
  /**
   * Let systemd manage the cgroups of containers, as the kubelet must as well.
   *
   * @default true
   */
  readonly systemdCgroup?: boolean;
  /**
   * The image of the container that holds a pod's namespaces, best by digest.
   *
   * @default - containerd's own
   */
  readonly sandboxImage?: string;
  /**
   * Registries and their mirrors, as `hosts.toml`. The older tables of containerd's own file went with 2.4.
   *
   * @default - none
   */
  readonly registries?: Registry[];
  /**
   * Let containers without privileges listen on ports below 1024.
   *
   * @default - containerd's own: no before 2.0, yes since
   */
  readonly unprivilegedPorts?: boolean;
  /**
   * Let containers without privileges send ICMP.
   *
   * @default - containerd's own: no before 2.0, yes since
   */
  readonly unprivilegedIcmp?: boolean;
  /**
   * Label containers for SELinux.
   *
   * @default - containerd's own
   */
  readonly selinux?: boolean;
  /**
   * The seccomp profile of containers that ask for none and whose kubelet has no seccompDefault: `runtime/default`. containerd
   * lets them run unconfined. KubeletHardening is the better place, since pods see it.
   *
   * @default - containerd's own
   */
  readonly unsetSeccompProfile?: string;
  /**
   * Devices belong to the user and group of the container's security context.
   *
   * @default - containerd's own
   */
  readonly deviceOwnershipFromSecurityContext?: boolean;
}

/**
 * The configuration of containerd on all machines, in the version that the target's containerd reads. Ids of plugins differ
 * between versions, and containerd ignores a table of an unknown one with a line in its log.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md
 */
export class ContainerRuntime extends Construct {
  constructor(scope: Construct, id: string, props: ContainerRuntimeProps = {}) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, ContainerRuntime, 'ContainerRuntimeProps', props);
    const hosts = Cluster.containing(this)._hosts;
    const settings = {
      systemdCgroup: props.systemdCgroup ?? true,
      sandboxImage: this.optionalText('sandboxImage', props.sandboxImage),
      enableUnprivilegedPorts: props.unprivilegedPorts,
      enableUnprivilegedIcmp: props.unprivilegedIcmp,
      enableSelinux: props.selinux,
      unsetSeccompProfile: this.optionalText('unsetSeccompProfile', props.unsetSeccompProfile),
      deviceOwnershipFromSecurityContext: props.deviceOwnershipFromSecurityContext,
    };
    for (const [setting, value] of Object.entries(settings)) {
      if (value !== undefined) {
        hosts.containerd(this, setting as keyof typeof settings, value);
      }
    }
    (props.registries ?? []).forEach((registry, at) => {
      const { host, mirrors = [] } = registry;
      if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/.test(String(host))) {
        throw invalid(this, `registries[${at}].host`, host, 'is no host of a registry, as names of images begin with it', 'write it as docker.io or registry.example.com:5000');
      }
      const server = this.url(`registries[${at}].server`, registry.server ?? registryServer(host));
      hosts.registryHost(this, host, {
        server,
        mirrors: mirrors.map(({ url, capabilities, certificateAuthority }, index) => {
          const field = `registries[${at}].mirrors[${index}]`;
          if (capabilities?.length === 0) {
            throw invalid(this, `${field}.capabilities`, capabilities, 'must not be empty', 'leave it out');
          }
          return {
            url: this.url(`${field}.url`, url),
            capabilities: [...new Set<string>(capabilities ?? [RegistryCapability.PULL])].sort(),
            ...certificateAuthority === undefined ? {} : { ca: certificateAuthority },
          };
        }),
      });
    });
  }

  private url(field: string, url: string): string {
    if (!/^https:\/\/[A-Za-z0-9.:[\]-]+(\/[\w./-]*)?$/.test(String(url))) {
      throw invalid(this, field, url, 'must be a URL by HTTPS: whoever answers for a registry decides what runs', 'write it as https://host');
    }
    return url;
  }

  private optionalText(field: string, value: string | undefined): string | undefined {
    if (value !== undefined && (typeof value !== 'string' || value === '' || /\s/.test(value))) {
      throw invalid(this, field, value, 'must be a text without spaces', 'leave it out to take the default');
    }
    return value;
  }
}
