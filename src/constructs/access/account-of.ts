import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { AccountUser } from './account-user';
import { Subject } from './subject';
import { refuseTokenless } from './token-of';
import { metadataOf } from '../../manifests/identity';
import { problemOf } from '../errors';
import { manifestsUnder, type RenderedObject } from '../manifests-under';
import { accountIn as accountNamedIn, podTemplateOf } from '../pod-template';

/**
 * The subject that a construct stands for, to be granted something. A workload whose pods get no token is
 * refused: it could not use what it is granted.
 */
export function accountOf(construct: IConstruct, asked: IConstruct, field: string): Subject {
  const { subject, users } = accountIn(construct, asked);
  refuseTokenless(asked, field, users);
  return subject;
}

/**
 * The subject that a construct stands for: a ServiceAccount itself, the one that the pods of a workload run as,
 * or a User or Group of cdk8s-plus. Read at synth.
 */
export function accountIn(construct: IConstruct, asked: IConstruct): { readonly subject: Subject; readonly users: AccountUser[] } {
  const objects = manifestsUnder(construct, asked, 'subjects');
  const named = objects.length === 0 ? subjectByShape(construct) : undefined;
  if (named) {
    return { subject: named, users: [] };
  }
  const accounts = new Map<string, Subject>();
  const users: AccountUser[] = [];
  for (const each of objects) {
    const found = subjectOf(each, users);
    if (found) {
      // A component may hold its own ServiceAccount beside its pods: both name the same one.
      accounts.set(`${found.namespace}/${found.name}`, found);
    }
  }
  // The account that a namespace brings along is nobody's, unless a workload names it.
  const own = [...accounts.values()].filter(({ namespace, name }) => name !== 'default'
    || users.some(user => user.account === name && user.namespace === namespace));
  if (own.length === 1) {
    return { subject: own[0]!, users };
  }
  if (accounts.size !== 1) {
    throw problemOf(asked, {
      id: 'workload-unresolved',
      field: 'subjects',
      value: construct.node.path,
      message: accounts.size === 0
        ? 'holds neither a ServiceAccount nor a workload that names one in a namespace'
        : `holds several service accounts: ${[...accounts.keys()].sort().join(', ')}`,
      fix: 'pass the ServiceAccount itself, or Subject.serviceAccount(namespace, name)',
    });
  }
  return { subject: [...accounts.values()][0]!, users };
}

function subjectOf({ apiObject, manifest }: RenderedObject, users: AccountUser[]): Subject | undefined {
  const { name } = metadataOf(manifest);
  const namespace = metadataOf(manifest).namespace ?? Chart.of(apiObject).namespace;
  if (namespace === undefined) {
    return undefined;
  }
  if (manifest.kind === 'ServiceAccount' && manifest.apiVersion === 'v1' && name !== undefined) {
    return Subject.serviceAccount(namespace, name);
  }
  const template = podTemplateOf(manifest);
  const account = template && accountNamedIn(template.spec);
  if (account === undefined) {
    return undefined;
  }
  users.push({ apiObject, template: template!, namespace, account });
  return Subject.serviceAccount(namespace, account);
}

interface SubjectShape {
  toSubjectConfiguration(): { kind?: unknown; name?: unknown; namespace?: unknown };
}

/** What cdk8s-plus calls an ISubject: a user, a group, or an account that stands elsewhere. They make no object. */
function subjectByShape(construct: IConstruct): Subject | undefined {
  if (!Construct.isConstruct(construct) || typeof (construct as Partial<SubjectShape>).toSubjectConfiguration !== 'function') {
    return undefined;
  }
  const { kind, name, namespace } = (construct as unknown as SubjectShape).toSubjectConfiguration();
  switch (typeof name === 'string' ? kind : undefined) {
    case 'User': return Subject.user(name as string);
    case 'Group': return Subject.group(name as string);
    case 'ServiceAccount': {
      const own = typeof namespace === 'string' ? namespace : Chart.of(construct as Construct).namespace;
      return own === undefined ? undefined : Subject.serviceAccount(own, name as string);
    }
    default: return undefined;
  }
}
