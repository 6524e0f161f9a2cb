import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import type { PolicyApp } from '../constructs/app';
import { Cluster } from '../constructs/cluster';
import type { PolicyObject } from '../decide/access/build';
import { INDEX_FILE } from '../deliver/cluster-index';
import { textOf } from '../deliver/disk';
import type { ClusterModel } from '../deliver/model';
import { parsePromises } from '../deliver/promises';
import { readAccessInput } from '../engine/access/input';
import { NEWEST_MINOR } from '../kubernetes';

/** One cluster as a test sees it. */
export interface ReceivedCluster {
  readonly minor: number;
  readonly objects: readonly PolicyObject[];
  /** Groups of users that the app declares. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/**
 * What stands in `expect(...)` as one cluster: a Cluster, a PolicyApp with one cluster, a plain App or Chart
 * of cdk8s (judged by the newest Kubernetes), or the path of manifests. Throws for anything else.
 */
export function receivedCluster(received: unknown, matcher: string): ReceivedCluster {
  if (typeof received === 'string') {
    return written(received);
  }
  // Permissions add up: about a chart inside a Cluster nothing can be said without the rest of it.
  const model = modelOf(Chart.isChart(received) ? Cluster._around(received) ?? received : received);
  if (model) {
    return { minor: model.target.minor, objects: model.objects, groups: model.promises.groups };
  }
  const charts = received instanceof App ? received.charts : Chart.isChart(received) ? [received] : undefined;
  if (!charts) {
    throw new Error(`${matcher} wants a Cluster, a PolicyApp with one Cluster, an App, a Chart, or the path of manifests`);
  }
  const objects = charts.flatMap(chart => (chart.toJson() as Array<Record<string, unknown>>).map(object => ({ object, construct: chart.node.path })));
  return { minor: NEWEST_MINOR, objects, groups: {} };
}

/** The model of a cluster, or of an app that has one. */
export function modelOf(received: unknown): ClusterModel | undefined {
  const cluster = received as Cluster | undefined;
  const app = cluster?.node?.root as PolicyApp | undefined;
  if (typeof app?._register !== 'function') {
    return undefined;
  }
  const registered = app._register();
  if (typeof cluster?.clusterName === 'string') {
    return registered.model(cluster.clusterName);
  }
  if ((received as unknown) !== app) {
    return undefined;
  }
  const [only, ...others] = registered.clusters;
  if (only === undefined || others.length > 0) {
    throw new Error(`the app has ${registered.clusters.length === 0 ? 'no cluster' : `several clusters, ${registered.clusters.join(', ')}`}: expect one of its Clusters`);
  }
  return registered.model(only);
}

function written(path: string): ReceivedCluster {
  const { minor, objects, root } = readAccessInput(path);
  const index = root === undefined ? undefined : textOf(join(root, INDEX_FILE));
  return { minor, objects, groups: index === undefined ? {} : parsePromises(index, join(root!, INDEX_FILE)).groups };
}
