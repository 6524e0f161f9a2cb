import { argsOf, componentProblems } from './component-args';
import { fieldProblems, type Reader } from './fields';
import { flagProblems } from './flags';
import { type HostProblem } from './host-problem';
import { RANCHER_FIELDS } from '../../kubernetes/data/rancher-keys';
import { fieldsOf } from '../../kubernetes/fields';
import { type Fields } from '../fields';

/**
 * The configuration of k3s or RKE2. A `+` behind a key adds to a list of another file.
 *
 * @param isSure whether the file can be nobody else's; else only slips of known keys are told
 */
export function rancherProblems(document: Fields, minor: number, name: 'k3s' | 'rke2', isSure = true): HostProblem[] {
  const keys = (key: string) => [key, `${key}+`].filter(each => document[each] !== undefined);
  const components = (['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const).flatMap(component => keys(`${component}-arg`)
    .flatMap(key => componentProblems(component, asList(document[key]), key, 'list', minor, name)));
  const kubelet = keys('kubelet-arg').flatMap(key => argsOf(asList(document[key]), key, 'list').flags.flatMap(({ name: flag, value, field }): HostProblem[] => {
    const own = ROTATION_FLAGS.get(flag);
    return own !== undefined ? [{ field, value: `${flag}=${value}`, message: own, fix: 'leave it out', dead: true }] : flagProblems('kubelet', [{ name: flag, value, field }], minor);
  }));
  const silent: HostProblem[] = name === 'rke2' && /^cis/.test(String(document.profile)) && document['audit-policy-file'] === undefined
    ? [{ field: 'profile', value: document.profile, message: 'with this profile and no audit-policy-file RKE2 writes an audit policy of level None, which logs nothing', fix: 'set audit-policy-file', dead: true }] : [];
  return [...keyProblems(document, minor, name, isSure), ...components, ...kubelet, ...silent];
}

/** A key that is no flag of theirs is skipped with a line in the log (k3s-io/k3s pkg/configfilearg). Some are flags of the other alone. */
function keyProblems(document: Fields, minor: number, name: 'k3s' | 'rke2', isSure: boolean): HostProblem[] {
  const plain = Object.fromEntries(Object.entries(document).map(([key, value]) => [key.replace(/\+$/, ''), value]));
  const [own, other] = name === 'k3s' ? ['k3s', 'RKE2'] : ['RKE2', 'k3s'];
  const [owns, others] = [fieldsOf(RANCHER_FIELDS, name)!, fieldsOf(RANCHER_FIELDS, name === 'k3s' ? 'rke2' : 'k3s')!];
  const reader: Reader = {
    unknown: `${own} knows no such key, and skips it with a line in its log`,
    wrong: `${own} does not start`,
    ...isSure ? { releases: { tool: own, first: minor, last: minor }, otherRelease: 'skip it with a line in the log' } : { isOpen: true },
  };
  return fieldProblems(RANCHER_FIELDS, name, plain, '', reader).map(problem => ({
    ...problem,
    ...others.has(problem.field) && !owns.has(problem.field) ? { message: `is a key of ${other} alone: ${own} skips it with a line in its log`, fix: 'leave it out' } : {},
    field: problem.field in document ? problem.field : `${problem.field}+`,
  }));
}

const ROTATION_FLAGS: ReadonlyMap<string, string> = new Map(['rotate-certificates', 'rotate-server-certificates']
  .map(flag => [flag, 'kubelets here get their certificates from the supervisor, and ask nobody else for one']));

function asList(value: unknown): unknown {
  return typeof value === 'string' ? [value] : value;
}
