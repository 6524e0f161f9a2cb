import type { AuditAttributes } from '../../decide/audit';
import { ANY } from '../../decide/audit/alphabet';

/** `get secrets/status "a" in shop by jane (in dev)`, where what stands for everything else is said in words. */
export function auditRequestText(request: AuditAttributes): string {
  return `${requestText(request)} ${userText(request)}`;
}

function requestText({ verb, resourceRequest, apiGroup, resource, subresource, namespace, name, path }: AuditAttributes): string {
  if (!resourceRequest) {
    return `${verb === ANY.method ? 'any method' : verb} ${path}`;
  }
  const plural = resource === ANY.resource ? 'any other resource' : resource;
  const what = subresource === '' ? plural : subresource === ANY.subresource ? `a subresource of ${plural}` : `${plural}/${subresource}`;
  const group = apiGroup === '' ? '' : apiGroup === ANY.group ? ' of any other group' : ` of ${apiGroup}`;
  const which = name === '' || name === ANY.name ? '' : ` ${JSON.stringify(name)}`;
  const where = namespace === '' ? ' in no namespace' : namespace === ANY.namespace ? ' in any namespace' : ` in ${namespace}`;
  return `${verb === '' ? 'OPTIONS' : verb} ${what}${group}${which}${where}`;
}

function userText({ user }: AuditAttributes): string {
  if (user === null) {
    return 'by a login that fails';
  }
  const groups = user.groups.filter(group => !['system:authenticated', 'system:unauthenticated'].includes(group));
  return `by ${user.name === ANY.user ? 'any user' : user.name}${groups.length === 0 ? '' : ` in ${groups.join(' and ')}`}`;
}
