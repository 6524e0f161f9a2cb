import { argsOf, componentProblems } from './component-args';
import { fieldProblems, type Reader } from './fields';
import { flagProblems } from './flags';
import { type HostProblem } from './host-problem';
import { RANCHER_FIELDS } from '../../kubernetes/data/tool-fields';
import { type Fields } from '../fields';

/** The configuration of k3s or RKE2. A `+` behind a key adds to a list of another file. */
export function rancherProblems(document: Fields, minor: number, name: 'k3s' | 'rke2'): HostProblem[] {
  const keys = (key: string) => [key, `${key}+`].filter(each => document[each] !== undefined);
  const components = (['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const).flatMap(component => keys(`${component}-arg`)
    .flatMap(key => componentProblems(component, asList(document[key]), key, 'list', minor, name)));
  const kubelet = keys('kubelet-arg').flatMap(key => argsOf(asList(document[key]), key, 'list').flags.flatMap(({ name: flag, value, field }): HostProblem[] => {
    const own = ROTATION_FLAGS.get(flag);
    return own !== undefined ? [{ field, value: `${flag}=${value}`, message: own, fix: 'leave it out', dead: true }] : flagProblems('kubelet', [{ name: flag, value, field }], minor);
  }));
  const silent: HostProblem[] = name === 'rke2' && /^cis/.test(String(document.profile)) && document['audit-policy-file'] === undefined
    ? [{ field: 'profile', value: document.profile, message: 'with this profile and no audit-policy-file RKE2 writes an audit policy of level None, which logs nothing', fix: 'set audit-policy-file', dead: true }] : [];
  return [...keyProblems(document, name), ...components, ...kubelet, ...silent];
}

/** A key that is no flag of theirs is skipped with a line in the log. The names known here are not all, so only a slip is told. */
function keyProblems(document: Fields, name: 'k3s' | 'rke2'): HostProblem[] {
  const plain = Object.fromEntries(Object.entries(document).map(([key, value]) => [key.replace(/\+$/, ''), value]));
  const reader: Reader = { unknown: `${name} knows no such key, and skips it with a line in its log`, wrong: `${name} does not start`, isOpen: true };
  return fieldProblems(RANCHER_FIELDS, name, plain, '', reader).map(problem => ({ ...problem, field: problem.field in document ? problem.field : `${problem.field}+` }));
}

const ROTATION_FLAGS: ReadonlyMap<string, string> = new Map(['rotate-certificates', 'rotate-server-certificates']
  .map(flag => [flag, 'kubelets here get their certificates from the supervisor, and ask nobody else for one']));

function asList(value: unknown): unknown {
  return typeof value === 'string' ? [value] : value;
}
