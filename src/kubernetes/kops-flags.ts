import { KOPS_FLAGS } from './data/kops-flags';

/** A struct of kops whose fields become flags of a component. */
export type KopsComponent = keyof typeof KOPS_FLAGS;

const cached = new Map<KopsComponent, ReadonlyMap<string, string>>();

/** The flag that each field of a component becomes, without `--`. */
export function kopsFlags(component: KopsComponent): ReadonlyMap<string, string> {
  let flags = cached.get(component);
  if (!flags) {
    flags = new Map(KOPS_FLAGS[component].split(' ').map(row => {
      const [field = '', flag = field.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2').toLowerCase()] = row.split('/');
      return [field, flag];
    }));
    cached.set(component, flags);
  }
  return flags;
}

/** The field that becomes a flag; undefined for a flag that kops has no field for. */
export function kopsField(component: KopsComponent, flag: string): string | undefined {
  return flag === 'feature-gates' ? 'featureGates'
    : [...kopsFlags(component)].find(([field, each]) => each === flag && field !== 'appendAdmissionPlugins')?.[0];
}

/** Flags for which kops has a field and that its validation forbids (pkg/apis/kops/validation/validation.go). */
const FORBIDDEN: ReadonlySet<string> = new Set(['admission-control', 'enable-bootstrap-token-auth', 'experimental-cluster-signing-duration']);

/** Flags that name a file, which must be seen where the component runs. */
const NAMES_FILE = /(file|-kubeconfig|provider-config|-authority|-certificate|-client-key|authentication-config)$/;

/** The flags of a component that a Cluster can say, those apart that name files; of files, auditing has its own rules. */
export function kopsSettable(component: KopsComponent): { readonly plain: readonly string[]; readonly files: readonly string[] } {
  const flags = [...new Set([...kopsFlags(component).values(), 'feature-gates'])].filter(flag => !FORBIDDEN.has(flag)).sort();
  return { plain: flags.filter(flag => !NAMES_FILE.test(flag)), files: flags.filter(flag => NAMES_FILE.test(flag)) };
}
