/**
 * The TypeScript API of reading, checking and writing manifests: plain data in, plain data out.
 */
export { checkApp, checkManifests, checkStream, type CheckManifestsOptions, type CheckResult } from './check';
export { collectApps, type RegisteredApp } from '../constructs/registry';
export { applyTree, type ApplyOptions } from '../deliver/apply';
export { layOut } from '../deliver/layout';
export type { ClusterModel, HostsModel, ObjectModel, TargetModel, Tree } from '../deliver/model';
export { planTree, type Plan } from '../deliver/plan';
export { synthesize, type SynthesizeOptions, type SynthesizeResult } from '../deliver/synthesize';
export { NEWEST_MINOR, SUPPORTED_MINORS } from '../kubernetes';
export { readManifests, type FileOptions, type FilesResult } from '../manifests/files';
export type * from '../manifests/model';
export { describe as describeProblem, PROBLEMS, ProblemError, type Problem, type ProblemId, type SourcePlace } from '../manifests/problem';
export { parseManifests, type Manifest, type ReadResult } from '../manifests/read';
export {
  validateAuditPolicy, validateManifest, validateUpdate, type FieldError, type FieldErrorType, type ValidationOptions,
} from '../manifests/validate';
export { writeManifest, writeManifests } from '../manifests/write';
