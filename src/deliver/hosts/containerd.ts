import { withoutEmpty, type Rendered } from './rendered';
import { containerdVersionOf, type ContainerdVersion } from '../../kubernetes/containerd';
import { writeToml } from '../../manifests/toml';
import { encodeSegment } from '../file-names';
import type { ContainerdModel, RegistryHostModel, RuntimeHandlerModel } from '../hosts-model';
import type { TargetModel } from '../model';

type Table = Readonly<Record<string, unknown>>;

/** The plugin of version 2; in 3 and 4 it is parted into one that runs containers and one that keeps images. */
const CRI = 'io.containerd.grpc.v1.cri';
const RUNTIME = 'io.containerd.cri.v1.runtime';
const IMAGES = 'io.containerd.cri.v1.images';

/**
 * The tables of containerd that say what was asked, in the form of one version; undefined where nothing was
 * asked. A plugin id of another version would be ignored with a line in the log.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md
 */
export function containerdPlugins(version: ContainerdVersion, model: ContainerdModel): Table | undefined {
  const { settings, handlers, registryHosts } = model;
  const runtimes = withoutEmpty({
    runc: settings.systemdCgroup === undefined ? undefined
      : { runtime_type: 'io.containerd.runc.v2', options: { SystemdCgroup: settings.systemdCgroup } },
    ...Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, handlerTable(handler)])),
  });
  const containers = withoutEmpty({
    enable_unprivileged_ports: settings.enableUnprivilegedPorts,
    enable_unprivileged_icmp: settings.enableUnprivilegedIcmp,
    enable_selinux: settings.enableSelinux,
    restrict_oom_score_adj: settings.restrictOomScoreAdj,
    unset_seccomp_profile: settings.unsetSeccompProfile,
    device_ownership_from_security_context: settings.deviceOwnershipFromSecurityContext,
    containerd: withoutEmpty({ runtimes }),
  });
  const configPath = settings.registryConfigPath ?? (Object.keys(registryHosts).length > 0 ? CERTS_D : undefined);
  const registry = withoutEmpty({ config_path: configPath });
  const plugins = version === 2
    ? withoutEmpty({ [CRI]: withoutEmpty({ ...containers, sandbox_image: settings.sandboxImage, registry }) })
    : withoutEmpty({
      [RUNTIME]: containers,
      [IMAGES]: withoutEmpty({ registry, pinned_images: withoutEmpty({ sandbox: settings.sandboxImage }) }),
    });
  return Object.keys(plugins).length === 0 ? undefined : plugins;
}

/** The folder of registry hosts that containerd's own documentation uses. */
export const CERTS_D = '/etc/containerd/certs.d';

function handlerTable({ type, privilegedWithoutHostDevices, podAnnotations, configPath }: RuntimeHandlerModel): Table {
  return withoutEmpty({
    runtime_type: type,
    privileged_without_host_devices: privilegedWithoutHostDevices,
    pod_annotations: podAnnotations,
    options: withoutEmpty({ ConfigPath: configPath }),
  });
}

/** A whole file with the tables; undefined where there is nothing to say. */
export function containerdToml(target: TargetModel, model: ContainerdModel): string | undefined {
  const version = containerdVersionOf(target);
  const plugins = containerdPlugins(version, model);
  return plugins && writeToml({ version, plugins });
}

/** `hosts.toml` of a registry: where its images come from. */
export function hostsToml({ server, mirrors }: RegistryHostModel): string {
  return writeToml({
    ...server === undefined ? {} : { server },
    ...withoutEmpty({ host: Object.fromEntries(mirrors.map(({ url, capabilities, ca }) => [url, withoutEmpty({ capabilities, ca })])) }),
  });
}

/** The folder of a registry: containerd takes `host_port_` for `host:port`, which some disks do not take. */
export function registryFolder(host: string): string {
  return encodeSegment(host.replace(/:(\d+)$/, '_$1_'));
}

/** `hosts.toml` of every registry, by path below a folder of the machine. */
export function registryFiles(model: ContainerdModel, folder: string): Map<string, string> {
  return new Map(Object.entries(model.registryHosts).map(([host, registry]) => [`${folder}/${registryFolder(host)}/hosts.toml`, hostsToml(registry)]));
}

/** Files for machines whose containerd is set up by hand. */
export function containerdFiles(target: TargetModel, model: ContainerdModel): Rendered {
  const toml = containerdToml(target, model);
  const registries = registryFiles(model, `nodes${model.settings.registryConfigPath ?? CERTS_D}`);
  const isMerged = containerdVersionOf(target) > 2;
  const path = isMerged ? 'nodes/etc/containerd/conf.d/50-bulwark.toml' : 'nodes/containerd-config.toml';
  return {
    files: new Map([...toml === undefined ? [] : [[path, toml] as const], ...registries]),
    where: [
      ...toml === undefined ? [] : [isMerged
        ? `- \`${path}\`: goes to \`${path.slice('nodes'.length)}\` on every machine; \`/etc/containerd/config.toml\` must have \`imports = ["/etc/containerd/conf.d/*.toml"]\`. Restart containerd.`
        : `- \`${path}\`: tables for \`/etc/containerd/config.toml\` on every machine. Merge them: before 2.0 containerd lets an imported file replace the whole table of a plugin. Restart containerd.`],
      ...[...registries.keys()].map(file => `- \`${file}\`: goes to \`${file.slice('nodes'.length)}\` on every machine; containerd reads it at every pull.`),
    ],
  };
}
