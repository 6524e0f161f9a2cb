import { shown } from '../../manifests/problem';

export type Json = Record<string, unknown>;

/** Fills fields that nobody set, and lists their paths. What is set, also to `false` or `''`, is never changed. */
export class Filler {
  public readonly filled: string[] = [];

  public fill(target: Json, at: string, field: string, value: unknown): void {
    if (target[field] === undefined || target[field] === null) {
      target[field] = value;
      this.filled.push(`${at}.${field}`);
    }
  }

  /** Adds to a list, which is made when absent. */
  public add(target: Json, at: string, field: string, item: Json): void {
    const list = listIn(target, field);
    target[field] = [...list, item];
    this.filled.push(`${at}.${field}[${list.length}]`);
  }
}

/** A container of a pod spec, and where it stands. */
export interface ContainerPlace {
  readonly container: Json;
  readonly path: string;
}

/** Init containers and containers; ephemeral ones are no part of a template. */
export function containersIn(spec: Json, path: string): ContainerPlace[] {
  return ['initContainers', 'containers'].flatMap(list => listIn(spec, list).map((container, at) => {
    const place = `${path}.${list}[${at}]`;
    return { container: asMap(container, place), path: place };
  }));
}

/** A map inside another, made when absent. */
export function mapIn(holder: Json, path: string, field: string): Json {
  return asMap(holder[field] ??= {}, `${path}.${field}`);
}

/** A map inside another, if it is there. */
export function mapAt(holder: Json, field: string): Json | undefined {
  const value = holder[field];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : undefined;
}

/** The items of a list that may be absent. */
export function listIn(holder: Json, field: string): unknown[] {
  return Array.isArray(holder[field]) ? holder[field] as unknown[] : [];
}

export function asMap(value: unknown, path: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path} must be an object, found ${shown(value)}`);
  }
  return value as Json;
}

/** Pods of Windows may have few of the fields that are filled. */
export function isWindows(spec: Json): boolean {
  return mapAt(spec, 'os')?.name === 'windows';
}
