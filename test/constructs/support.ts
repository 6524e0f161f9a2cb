import { ApiObject } from 'cdk8s';
import type { ClusterModel, ObjectModel } from '../../src/deliver/model';
import { ProblemError, type Problem } from '../../src/manifests/problem';
import { Cluster, ClusterTarget, PodSecurityLevel, PolicyApp, SecuredNamespace, type SecuredNamespaceProps } from 'cdk8s-bulwark';

export type Json = Record<string, any>;

/** An app with one cluster, and one namespace in it that holds nothing of its own but the Namespace, and takes any pod. */
export interface Small {
  readonly app: PolicyApp;
  readonly prod: Cluster;
  readonly shop: SecuredNamespace;
}

export function small(kubernetes = '1.34', props: SecuredNamespaceProps = { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false }): Small {
  const app = new PolicyApp({ name: 'small' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.generic({ kubernetes }) });
  return { app, prod, shop: new SecuredNamespace(prod, 'shop', props) };
}

export function modelOf(cluster: Cluster): ClusterModel {
  return (cluster.node.root as PolicyApp)._register().model(cluster.clusterName);
}

export function modelsIn(cluster: Cluster): readonly ObjectModel[] {
  return modelOf(cluster).objects;
}

/** Everything that a cluster emits. */
export function objectsIn(cluster: Cluster): Json[] {
  return modelsIn(cluster).map(({ object }) => object);
}

/** The objects of one kind, in the order of their names. */
export function ofKind(cluster: Cluster, kind: string): Json[] {
  return objectsIn(cluster).filter(object => object.kind === kind)
    .sort((a, b) => `${a.metadata.namespace}/${a.metadata.name}` < `${b.metadata.namespace}/${b.metadata.name}` ? -1 : 1);
}

/** The one object of a kind, with that name when it is given. */
export function only(cluster: Cluster, kind: string, name?: string): Json {
  const found = ofKind(cluster, kind).filter(object => name === undefined || object.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** `Kind namespace/name` of everything but the Namespaces, sorted. */
export function labelsIn(cluster: Cluster): string[] {
  return objectsIn(cluster).filter(({ kind }) => kind !== 'Namespace')
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`).sort();
}

/** The problems that an action throws; an error when it throws none, or something else. */
export function problemsOf(action: () => unknown): readonly Problem[] {
  try {
    action();
  } catch (e) {
    if (ProblemError.is(e)) {
      return e.problems;
    }
    throw e;
  }
  throw new Error('nothing was refused');
}

/** The one problem that an action throws. */
export function problemOf(action: () => unknown): Problem {
  const problems = problemsOf(action);
  expect(problems).toHaveLength(1);
  return problems[0]!;
}

/** A raw Deployment with these labels on its pods, selected by them. */
export function rawDeployment(scope: SecuredNamespace, id: string, labels: Readonly<Record<string, string>>): ApiObject {
  return new ApiObject(scope, id, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'x' }] } } },
  });
}

export function rawPolicy(scope: SecuredNamespace, id: string, spec: Json): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec });
}
