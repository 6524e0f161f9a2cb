import type { IConstruct } from 'constructs';
import { problemOf } from './errors';
import type { HostFileModel, HostsModel, MountModel } from '../deliver/model';

/** A component whose flags a construct may set. */
export type Component = 'kube-apiserver' | 'kube-controller-manager';

interface Asked<T> {
  readonly value: T;
  readonly by: IConstruct;
}

/**
 * What the constructs of a cluster ask of its machines, gathered. Two constructs may ask for the same;
 * when they ask for different values of one setting, that is an error naming both.
 */
export class HostRequests {
  private readonly flags = new Map<string, Asked<string>>();
  private readonly kubelet = new Map<string, Asked<unknown>>();
  private readonly files = new Map<string, Asked<() => string>>();
  private readonly mounts = new Map<string, Asked<MountModel>>();

  /** A flag, without the leading `--`. */
  public flag(by: IConstruct, component: Component, flag: string, value: string): void {
    this.ask(this.flags, `${component} --${flag}`, value, by);
  }

  /** A field of KubeletConfiguration. */
  public kubeletField(by: IConstruct, field: string, value: unknown): void {
    this.ask(this.kubelet, field, value, by);
  }

  /** A file on control-plane machines; the content is worked out at synth. */
  public file(by: IConstruct, path: string, content: () => string): void {
    this.ask(this.files, path, content, by);
  }

  /** A host folder that the API server must see. */
  public mount(by: IConstruct, mount: MountModel): void {
    this.ask(this.mounts, mount.path, mount, by);
  }

  /** All that was asked, sorted. */
  public toModel(): HostsModel {
    return {
      controlPlane: {
        apiServerFlags: this.flagsOf('kube-apiserver'),
        controllerManagerFlags: this.flagsOf('kube-controller-manager'),
        files: sorted(this.files).map(([path, { value }]): HostFileModel => ({ path, content: value() })),
        mounts: sorted(this.mounts).map(([, { value }]) => value),
      },
      kubelet: Object.fromEntries(sorted(this.kubelet).map(([field, { value }]) => [field, value])),
    };
  }

  private flagsOf(component: Component): Record<string, string> {
    const prefix = `${component} --`;
    const own = sorted(this.flags).filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(own.map(([key, { value }]) => [key.slice(prefix.length), value]));
  }

  private ask<T>(all: Map<string, Asked<T>>, key: string, value: T, by: IConstruct): void {
    const earlier = all.get(key);
    if (earlier && (typeof value === 'function' || JSON.stringify(earlier.value) !== JSON.stringify(value))) {
      throw problemOf(by, {
        id: 'construct-invalid',
        field: key,
        value: typeof value === 'function' ? undefined : JSON.stringify(value),
        message: `${earlier.by.node.path} asks for another value of the same setting`,
        fix: 'keep one of the two constructs, or give both the same value',
      });
    }
    all.set(key, { value, by });
  }
}

function sorted<T>(map: ReadonlyMap<string, T>): Array<[string, T]> {
  return [...map].sort(([a], [b]) => a < b ? -1 : 1);
}
