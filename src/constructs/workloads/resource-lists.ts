import type { IConstruct } from 'constructs';
import type { ContainerResources } from './container-resources';
import { parseQuantity } from '../../manifests/quantity';
import { invalid } from '../errors';

/** By resource, as manifests have it. */
export interface ResourceLists {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/** Throws for what is no quantity, and for a request above its limit, which the API server refuses. */
export function resourceLists(resources: ContainerResources, asked: IConstruct, field: string): ResourceLists {
  for (const [key, value] of Object.entries(resources)) {
    const amount = parseQuantity(value);
    if (typeof value !== 'string' || amount === undefined || amount < 0n) {
      throw invalid(asked, `${field}.${key}`, value, 'is no amount', 'write it as Kubernetes does: 250m, 512Mi');
    }
  }
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit, storageRequest, storageLimit } = resources;
  for (const [request, limit, key] of [[cpuRequest, cpuLimit, 'cpu'], [memoryRequest, memoryLimit, 'memory'], [storageRequest, storageLimit, 'storage']] as const) {
    if (request !== undefined && limit !== undefined && parseQuantity(request)! > parseQuantity(limit)!) {
      throw invalid(asked, `${field}.${key}Request`, request, `is more than the limit ${limit}`, 'raise the limit, or lower the request');
    }
  }
  return {
    requests: given({ 'cpu': cpuRequest, 'ephemeral-storage': storageRequest, 'memory': memoryRequest }),
    limits: given({ 'cpu': cpuLimit, 'ephemeral-storage': storageLimit, 'memory': memoryLimit }),
  };
}

function given(all: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
