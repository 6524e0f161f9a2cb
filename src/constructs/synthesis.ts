import { ApiObject, Names } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { objectsFor } from '../deliver/agents';
import type { ClusterAgent } from '../deliver/agents/model';
import { problemsOfHosts } from '../deliver/hosts';
import type { ClusterModel, ObjectModel, OnAssembled } from '../deliver/model';
import { isNamespaced } from '../kubernetes';
import { completeDeployers } from './access/cluster-deployer';
import { ADDRESS, replaceAddressLabels } from './address-labels';
import type { Cluster } from './cluster';
import { takeThrown } from './errors';
import { filledPaths, manifestOf, withManifests } from './manifest-cache';
import { unservedClusterPolicy } from './network/unserved-policy';
import { partMakersOf } from './part-makers';
import { podTemplateOf } from './pod-template';
import { Acknowledgements } from './promises/acknowledgements';
import { Guarantees } from './promises/guarantees';
import { sourceOf } from './source-lines';
import type { ClusterTarget } from './target';
import { everythingIn, pathOf } from './tree';
import { groupOf, identityOf, metadataOf, objectLabel } from '../manifests/identity';
import { ProblemError, type Problem } from '../manifests/problem';
import type { AcknowledgementModel, GuaranteeModel, PromisesModel } from '../prove/guarantee';
import { problemsOfObject } from '../prove/validity';
import { hardenWorkload } from './workloads/harden-workload';
import { refusedWorkloads } from '../prove/workloads/refused';

/**
 * Everything about one cluster, checked; throws one ProblemError with all that is wrong.
 *
 * @param onAssembled is given the cluster before its objects are checked, where nothing else is wrong: what it makes of them
 * may be written meanwhile, and counts for nothing when this throws. Default: nobody asks
 */
export function modelOf(cluster: Cluster, app: string, agent?: ClusterAgent, onAssembled?: OnAssembled): ClusterModel {
  return withManifests(() => {
    const problems: Problem[] = [];
    let constructs = everythingIn(cluster);
    if (attempt(cluster, problems, () => completeDeployers(constructs))) {
      constructs = everythingIn(cluster);
    }
    const { minor } = cluster.target;
    const made: Made[] = [];
    for (const construct of constructs) {
      problems.push(...runValidations(construct));
    }
    for (const construct of constructs) {
      const each = ApiObject.isApiObject(construct) ? render(construct as ApiObject, minor, problems) : undefined;
      if (each) {
        made.push(each);
      }
    }
    const addresses = new Set(made.flatMap(addressesOf));
    if (addresses.size > 0) {
      replaceAddressLabels(made.map(({ object }) => object), address => addresses.has(address));
    }
    const objects = made.map(modelOfObject);
    const others: Problem[] = [];
    const hosts = attempt(cluster, others, () => cluster._hosts.toModel());
    others.push(...hosts === undefined ? [] : problemsOfHosts(cluster.target._toModel(), hosts));
    const promises = promisesOf(cluster, constructs, others);
    const synced = agent ? objectsFor(agent, objects, others) : objects;
    const refuse = () => {
      const all = [...problems, ...problemsOfObjects(made, objects, cluster.target), ...others];
      if (all.length > 0) {
        throw new ProblemError(...unique(all));
      }
    };
    if (problems.length + others.length > 0 || !hosts) {
      refuse();
    }
    const model: ClusterModel = {
      name: cluster.clusterName,
      app,
      target: cluster.target._toModel(),
      objects: synced,
      hosts: hosts!,
      promises,
      ...agent ? { agent } : {},
    };
    try {
      onAssembled?.(model);
    } finally {
      // What is wrong with an object says more than what became of it.
      refuse();
    }
    return model;
  });
}

interface Made {
  readonly object: Record<string, unknown>;
  readonly construct: ApiObject;
  /** Whether objects of its kind live in namespaces; undefined for kinds that are not known. */
  readonly namespaced: boolean | undefined;
  readonly hardened?: readonly string[];
}

/** The addresses that cdk8s-plus gives the constructs around an object, where its pods carry one at all. */
function addressesOf({ object, construct }: Made): string[] {
  const labels = podTemplateOf(object)?.labels;
  if (!labels || !Object.hasOwn(labels, ADDRESS)) {
    return [];
  }
  const { root, scopes } = construct.node;
  return scopes.filter(scope => scope !== root).map(scope => Names.toLabelValue(scope));
}

/** A subject that cannot be worked out is missed by its binding and by the guarantee about it alike. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map(problem => [JSON.stringify(problem), problem])).values()];
}

function promisesOf(cluster: Cluster, constructs: readonly IConstruct[], problems: Problem[]): PromisesModel {
  const guarantees: GuaranteeModel[] = [];
  const acknowledgements: AcknowledgementModel[] = [];
  for (const construct of constructs) {
    const metadata = construct.node.metadata;
    if (metadata.length > 0) {
      guarantees.push(...Guarantees._in(metadata).flatMap(guarantee => attempt(construct, problems, () => guarantee._toModel(construct)) ?? []));
      acknowledgements.push(...Acknowledgements._in(construct, metadata));
    }
  }
  return { guarantees, acknowledgements, groups: cluster._groups };
}

/** Validations that constructs brought with them (`node.addValidation`), as problems. */
export function runValidations(construct: IConstruct): Problem[] {
  try {
    const messages = construct.node.validate();
    return messages.length === 0 ? [] : messages.map(message => invalidIn(construct, String(message)));
  } catch (e) {
    return ProblemError.is(e) ? [...e.problems] : [invalidIn(construct, `a validation threw: ${messageOf(e)}`)];
  }
}

function invalidIn(construct: IConstruct, message: string): Problem {
  return { id: 'construct-validation', construct: construct.node.path, source: sourceOf(construct), message };
}

function render(construct: ApiObject, minor: number, problems: Problem[]): Made | undefined {
  return attempt(construct, problems, () => {
    const object = manifestOf(construct);
    const metadata = object.metadata;
    const namespaced = isNamespaced(groupOf(object), String(object.kind));
    if (namespaced === false && typeof metadata === 'object' && metadata !== null) {
      // cdk8s gives every object the namespace of its chart.
      delete (metadata as Record<string, unknown>).namespace;
    }
    const hardened = hardenWorkload(construct, object, minor);
    for (const problem of hardened.problems) {
      problems.push({ ...problem, construct: construct.node.path, source: sourceOf(construct), object: objectLabel(object) });
    }
    const filled = filledPaths(object);
    return { object, construct, namespaced, hardened: filled.length > 0 ? [...filled, ...hardened.filled ?? []] : hardened.filled };
  });
}

function problemsOfObjects(made: readonly Made[], objects: readonly ObjectModel[], target: ClusterTarget): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, IConstruct>();
  for (const each of made) {
    problems.push(...problemsOf(each, target, seen));
  }
  problems.push(...refusedWorkloads(objects, target.minor).map(({ constructs: _, ...problem }) => problem));
  return problems;
}

function problemsOf({ object, construct, namespaced }: Made, target: ClusterTarget, seen: Map<string, IConstruct>): Problem[] {
  const problems = problemsOfObject(object, target.minor);
  problems.push(...unservedClusterPolicy(object, target));
  if (namespaced === true && metadataOf(object).namespace === undefined) {
    problems.push({
      id: 'object-invalid',
      field: 'metadata.namespace',
      message: 'a namespaced object needs a namespace; without one, whoever applies it chooses',
      fix: 'create it inside a SecuredNamespace, or set metadata.namespace',
    });
  }
  const identity = identityOf(object);
  const other = seen.get(identity);
  if (other) {
    problems.push({
      id: 'object-duplicate',
      message: `is also made by ${other.node.path}; one would overwrite the other`,
      fix: 'give one of the two constructs another id or name',
    });
  }
  seen.set(identity, construct);
  return problems.length === 0 ? problems : problems.map((problem): Problem => ({
    ...problem,
    construct: construct.node.path,
    source: sourceOf(construct),
    object: objectLabel(object),
  }));
}

/** Runs something that may throw on behalf of a construct; what it throws joins the problems. */
function attempt<T>(construct: IConstruct, problems: Problem[], action: () => T): T | undefined {
  takeThrown();
  try {
    return action();
  } catch (e) {
    const known = ProblemError.is(e) ? e : takeThrown();
    if (known) {
      problems.push(...known.problems);
    } else {
      problems.push({
        id: 'construct-invalid',
        construct: construct.node.path,
        source: sourceOf(construct),
        message: messageOf(e),
      });
    }
    return undefined;
  }
}

function messageOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}

function modelOfObject({ object, construct, hardened }: Made): ObjectModel {
  const model = { object, construct: pathOf(construct), hardened, source: sourceOf(construct) };
  const makers = partMakersOf(construct);
  return makers ? { ...model, makers } : model;
}
