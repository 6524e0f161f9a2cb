import type { IConstruct } from 'constructs';
import { problemOf } from './errors';
import type {
  ContainerdSettings, ExpectedFileModel, HostFileModel, HostsModel, MountModel, NoteModel, RegistryHostModel, RuntimeHandlerModel,
} from '../deliver/hosts-model';

/** A component whose flags a construct may set. */
export type Component = 'kube-apiserver' | 'kube-controller-manager';

interface Asked<T> {
  readonly value: T;
  readonly by: IConstruct;
}

/** What is asked under names of one kind; the first part of the name of a setting. */
type Section = Component | 'kubelet' | 'containerd' | 'containerd handler' | 'containerd registry' | 'file' | 'expected file' | 'folder';

/**
 * What the constructs of a cluster ask of its machines, gathered. Two constructs may ask for the same;
 * when they ask for different values of one setting, that is an error naming both.
 */
export class HostRequests {
  /** By the name of the setting, such as `kube-apiserver --audit-log-path`. */
  private readonly asked = new Map<string, Asked<unknown>>();
  private readonly notes = new Map<string, NoteModel>();

  /** A flag, without the leading `--`. */
  public flag(by: IConstruct, component: Component, flag: string, value: string): void {
    this.ask(by, component, `--${flag}`, value);
  }

  /** A field of KubeletConfiguration, by its path: `authentication.anonymous.enabled`. */
  public kubeletField(by: IConstruct, field: string, value: unknown): void {
    const outer = [...this.asked].find(([name]) => name.startsWith(`kubelet ${field}.`) || `kubelet ${field}`.startsWith(`${name}.`));
    if (outer) {
      throw this.conflict(by, `kubelet ${field}`, value, outer[1].by);
    }
    this.ask(by, 'kubelet', field, value);
  }

  /** A setting of containerd. */
  public containerd<K extends keyof ContainerdSettings>(by: IConstruct, setting: K, value: NonNullable<ContainerdSettings[K]>): void {
    this.ask(by, 'containerd', setting, value);
  }

  /** A runtime handler of containerd. */
  public handler(by: IConstruct, name: string, handler: RuntimeHandlerModel): void {
    this.ask(by, 'containerd handler', name, handler);
  }

  /** Where the images of a registry come from. */
  public registryHost(by: IConstruct, host: string, value: RegistryHostModel): void {
    this.ask(by, 'containerd registry', host, value);
  }

  /** A file on control-plane machines; the content is worked out at synth. */
  public file(by: IConstruct, path: string, content: () => string): void {
    this.ask(by, 'file', path, content);
  }

  /** A file that must stand on control-plane machines and that the app must not hold: keys, credentials. */
  public expectFile(by: IConstruct, path: string, purpose: string): void {
    this.ask(by, 'expected file', path, { path, purpose } satisfies ExpectedFileModel);
  }

  /** A host folder that the API server must see. Two constructs may share one that is only read. */
  public mount(by: IConstruct, mount: MountModel): void {
    const earlier = this.asked.get(`folder ${mount.path}`) as Asked<MountModel> | undefined;
    if (earlier && earlier.value.readOnly && mount.readOnly) {
      // One mount under one of the names, the same whichever construct came first.
      if (mount.name < earlier.value.name) {
        this.asked.set(`folder ${mount.path}`, { value: mount, by });
      }
      return;
    }
    this.ask(by, 'folder', mount.path, mount);
  }

  /**
   * Something that whoever sets up the machines should know; printed beside the files.
   *
   * @param of the setting that it is about; the note is left out where the target does not let one set that
   */
  public note(text: string, of?: string): void {
    this.notes.set(text, of === undefined ? { text } : { text, of });
  }

  /** All that was asked, sorted. */
  public toModel(): HostsModel {
    const values = <T>(section: Section) => this.of<T>(section).map(([, { value }]) => value);
    return {
      controlPlane: {
        apiServerFlags: this.flagsOf('kube-apiserver'),
        controllerManagerFlags: this.flagsOf('kube-controller-manager'),
        files: this.of<() => string>('file').map(([path, { value }]): HostFileModel => ({ path, content: value() })),
        expected: values<ExpectedFileModel>('expected file'),
        mounts: values<MountModel>('folder'),
      },
      kubelet: nested(this.of('kubelet')),
      containerd: {
        settings: this.record('containerd'),
        handlers: this.record<RuntimeHandlerModel>('containerd handler'),
        registryHosts: this.record<RegistryHostModel>('containerd registry'),
      },
      askedBy: Object.fromEntries(sorted(this.asked).map(([name, { by }]) => [name, by.node.path])),
      notes: sorted(this.notes).map(([, note]) => note),
    };
  }

  private flagsOf(component: Component): Record<string, string> {
    return Object.fromEntries(this.of<string>(component).map(([flag, { value }]) => [flag.slice('--'.length), value]));
  }

  private record<T>(section: Section): Record<string, T> {
    return Object.fromEntries(this.of<T>(section).map(([name, { value }]) => [name, value]));
  }

  /** What was asked in a section, by the name in it. No name of a section or a setting holds a space but those above. */
  private of<T>(section: Section): Array<[string, Asked<T>]> {
    return sorted(this.asked).flatMap(([name, asked]): Array<[string, Asked<T>]> => {
      const rest = name.startsWith(`${section} `) ? name.slice(section.length + 1) : undefined;
      return rest === undefined || rest.includes(' ') ? [] : [[rest, asked as Asked<T>]];
    });
  }

  private ask(by: IConstruct, section: Section, name: string, value: unknown): void {
    const key = `${section} ${name}`;
    const earlier = this.asked.get(key);
    if (earlier && (typeof value === 'function' || JSON.stringify(earlier.value) !== JSON.stringify(value))) {
      throw this.conflict(by, key, value, earlier.by);
    }
    this.asked.set(key, { value, by });
  }

  private conflict(by: IConstruct, field: string, value: unknown, other: IConstruct): Error {
    return problemOf(by, {
      id: 'construct-invalid',
      field,
      value: typeof value === 'function' ? undefined : JSON.stringify(value),
      message: `${other.node.path} asks for another value of the same setting`,
      fix: 'keep one of the two constructs, or give both the same value',
    });
  }
}

/** `a.b: 1` as `{ a: { b: 1 } }`. No path is the beginning of another. */
function nested(fields: ReadonlyArray<[string, Asked<unknown>]>): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [path, { value }] of fields) {
    const steps = path.split('.');
    const last = steps.pop()!;
    const parent = steps.reduce((at, step) => (at[step] ??= {}) as Record<string, unknown>, all);
    parent[last] = value;
  }
  return all;
}

function sorted<T>(map: ReadonlyMap<string, T>): Array<[string, T]> {
  return [...map].sort(([a], [b]) => a < b ? -1 : 1);
}
