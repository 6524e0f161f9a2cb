/**
 * What constructs ask of machines, before a distribution gives it a form. A setting has a name under which
 * errors, the capability table and README files speak of it:
 * `kube-apiserver --audit-log-path`, `kubelet authentication.anonymous.enabled`, `containerd systemdCgroup`.
 */
export interface HostsModel {
  readonly controlPlane: ControlPlaneModel;
  /** Fields of KubeletConfiguration (`kubelet.config.k8s.io/v1beta1`), nested as in the file. */
  readonly kubelet: Readonly<Record<string, unknown>>;
  readonly containerd: ContainerdModel;
  /** The path of the construct that asked, by the name of the setting. */
  readonly askedBy: Readonly<Record<string, string>>;
  /** What whoever sets up the machines should know, sorted by text; printed in the README beside the files. */
  readonly notes: readonly NoteModel[];
}

/** Something to know about a setting. */
export interface NoteModel {
  /** Whole sentences of Markdown. */
  readonly text: string;
  /** The setting that it is about; where the target does not let one set that, the note would be false. Default: it is always true. */
  readonly of?: string;
}

/** Flags without the leading `--`, files by absolute path. */
export interface ControlPlaneModel {
  readonly apiServerFlags: Readonly<Record<string, string>>;
  readonly controllerManagerFlags: Readonly<Record<string, string>>;
  readonly files: readonly HostFileModel[];
  /** Files that the app must not hold, since they are secret or made on the machine; they must stand there before. */
  readonly expected: readonly ExpectedFileModel[];
  /** Host folders that the API server needs to see. */
  readonly mounts: readonly MountModel[];
}

/** A file that a control-plane component reads. */
export interface HostFileModel {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly content: string;
}

/** A file that somebody else puts on control-plane machines. */
export interface ExpectedFileModel {
  /** Absolute path on the machine. */
  readonly path: string;
  /** What it must hold, as the end of a sentence: `the keys of the encryption provider`. */
  readonly purpose: string;
}

/** A host folder, mounted at the same path into the API server's pod where it runs in one. */
export interface MountModel {
  readonly name: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** Settings of containerd by meaning; their tables and names differ between its versions. */
export interface ContainerdModel {
  readonly settings: ContainerdSettings;
  /** Runtime handlers by name. */
  readonly handlers: Readonly<Record<string, RuntimeHandlerModel>>;
  /** `hosts.toml` by registry host: `docker.io`, `registry.example.com:5000`. */
  readonly registryHosts: Readonly<Record<string, RegistryHostModel>>;
}

/** Those that constructs set; each absent one is left to containerd. */
export interface ContainerdSettings {
  readonly systemdCgroup?: boolean;
  readonly sandboxImage?: string;
  readonly registryConfigPath?: string;
  readonly enableUnprivilegedPorts?: boolean;
  readonly enableUnprivilegedIcmp?: boolean;
  readonly enableSelinux?: boolean;
  readonly restrictOomScoreAdj?: boolean;
  /** The profile of containers that ask for none; containerd takes them for unconfined. */
  readonly unsetSeccompProfile?: string;
  readonly deviceOwnershipFromSecurityContext?: boolean;
}

/** A runtime handler of containerd. */
export interface RuntimeHandlerModel {
  /** Such as `io.containerd.runsc.v1`. */
  readonly type: string;
  /** Host devices are not given to privileged containers: in a sandbox they would not be the sandbox's own. */
  readonly privilegedWithoutHostDevices?: boolean;
  /** Annotations of pods that the runtime gets to see. Each is a way for a pod to change its own sandbox. */
  readonly podAnnotations?: readonly string[];
  /** Absolute path of a configuration file of the runtime. */
  readonly configPath?: string;
}

/** Where images of a registry come from. */
export interface RegistryHostModel {
  /** The registry itself: `https://registry-1.docker.io`. */
  readonly server?: string;
  /** Mirrors by URL, in order. */
  readonly mirrors: readonly RegistryMirrorModel[];
}

/** One mirror. */
export interface RegistryMirrorModel {
  readonly url: string;
  readonly capabilities: readonly string[];
  /** Absolute path of the certificate authority on the machine. */
  readonly ca?: string;
}

/** Nothing asked of containerd. */
export const NO_CONTAINERD: ContainerdModel = { settings: {}, handlers: {}, registryHosts: {} };

/** Nothing asked at all. */
export const NO_HOSTS: HostsModel = {
  controlPlane: { apiServerFlags: {}, controllerManagerFlags: {}, files: [], expected: [], mounts: [] },
  kubelet: {},
  containerd: NO_CONTAINERD,
  askedBy: {},
  notes: [],
};
