/**
 * The TypeScript API of reading, deciding, checking and writing manifests: plain data in, plain data out.
 *
 * Who may do what: `accessOf(readAccessInput('manifests'))`, then `can`, `decide`, `whoCan`, `list`.
 * What reaches what: `networkOf(readClusterInput('manifests'))`, then `reach`, `decide`, `map`, `exposure`, `leads`.
 */
export { accessOf, ClusterAccess, type AccessOptions } from './access';
export { decodeAccessInput, readAccessInput } from './access/input';
export type { Question, Understood } from './access/question';
export { parseReviews } from './access/reviews';
export { checkApp, checkManifests, checkStream, type CheckManifestsOptions, type CheckResult } from './check';
export { decodeClusterInput, modelClusterInput, readClusterInput, type ClusterInput, type ClusterInputOptions } from './cluster-input';
export { ClusterNetwork, networkOf, type NetworkInput } from './network';
export { placeOf, portOf, understood, type AskedPort, type NetworkQuestion } from './network/question';
export { explainWorkload } from './explain';
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
export type { ConnectionQuery, NetworkDecision, RuleReference, Settled, SideDecision } from '../decide/network';
export type {
  ClusterPolicyRules, Direction, NetworkEnd, NetworkModel, NetworkPod, NetworkPolicyRules, NumberedPorts,
} from '../decide/network/model';
export type { Exposure } from '../decide/network/exposure';
export type { MapConnection, MapEnd, MapOptions, NetworkMap } from '../decide/network/map';
export type { NetworkNearMiss } from '../decide/network/near-misses';
export { DEFAULT_NETWORK_OPTIONS, isMissingFact, NETWORK_ASSUMPTIONS, type NetworkAssumption, type NetworkOptions } from '../decide/network/options';
export type { MeantPlace } from '../decide/network/place-names';
export { endText, type OpenPorts, type ReachAnswer, type ReachQuestion } from '../decide/network/reach';
export type { Explained, Reachability } from '../decide/network/reachability';
export type { Lead, LeadTarget } from '../decide/network/services';
export { applyTree, type ApplyOptions } from '../deliver/apply';
export { layOut } from '../deliver/layout';
export type { HostsModel } from '../deliver/hosts-model';
export type { ClusterModel, ObjectModel, TargetModel, Tree } from '../deliver/model';
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
export type { Flow, WorkloadExplanation } from '../prove/workloads/explanation';
export type { GivenObject } from '../prove/workloads/given';
export type { Touch, Toucher } from '../prove/workloads/touches';
