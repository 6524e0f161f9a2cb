export interface PageOptions {
  /** Whether each section has a program of its own, which begins with what stands before the first. Default: one program */
  readonly eachSection?: boolean;
  /** Whether `bulwark check` must find nothing in what each program makes. Default: true */
  readonly clean?: boolean;
}

/** Every page that has code, and how it is held. */
export const PAGES: Readonly<Record<string, PageOptions>> = {
  'README.md': { clean: false },
  'docs/access.md': {},
  'docs/audit.md': {},
  'docs/can.md': {},
  'docs/check.md': {},
  'docs/controls.md': {},
  'docs/cookbook.md': { eachSection: true },
  'docs/diff.md': {},
  'docs/gitops.md': {},
  'docs/import.md': {},
  'docs/network-constructs.md': {},
  'docs/network.md': {},
  'docs/nodes.md': {},
  'docs/report.md': {},
  'docs/tutorial.md': {},
  'docs/verification.md': {},
  'docs/workloads.md': {},
};
