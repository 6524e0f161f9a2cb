/**
 * The TypeScript API of reading, deciding, checking and writing manifests: plain data in, plain data out.
 *
 * Who may do what: `accessOf(readAccessInput('manifests'))`, then `can`, `decide`, `whoCan`, `list`.
 */
export { accessOf, ClusterAccess, type AccessOptions } from './access';
export { decodeAccessInput, modelAccessInput, readAccessInput, type AccessInput, type AccessInputOptions } from './access/input';
export type { Question, Understood } from './access/question';
export { parseReviews } from './access/reviews';
export { checkApp, checkManifests, checkStream, type CheckManifestsOptions, type CheckResult } from './check';
export { collectApps, type RegisteredApp } from '../constructs/registry';
export {
  answerOf, type Access, type AccessAttributes, type AccessDecision, type AccessRequest, type Dependency, type Grant, type UserInfo,
} from '../decide/access';
export type { AccessAnswer, HeldIn } from '../decide/access/answer';
export type { PolicyObject } from '../decide/access/build';
export { compactRules, covers, uncovered } from '../decide/access/covers';
export type { BindingWrite, Escalation, RoleWrite } from '../decide/access/escalation';
export type { NearMiss } from '../decide/access/near-misses';
export type { AccessBinding, AccessPolicy, AccessRole, Origin, RoleRule } from '../decide/access/policy';
export { requestsOf, type HttpRequest } from '../decide/access/request';
export { impliedGroups, userWithImpliedGroups } from '../decide/access/users';
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
