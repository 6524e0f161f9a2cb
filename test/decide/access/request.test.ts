import { attributesOf, requestsOf } from '../../../src/decide/access/request';

/** Attributes as words: verb, group/resource/subresource, name, namespace; or verb and path. */
function told(method: string, url: string): string {
  const { verb, resourceRequest, apiGroup, resource, subresource, name, namespace, path } = attributesOf({ method, url });
  return resourceRequest ? `${verb || '-'} ${[resource, ...subresource ? [subresource] : []].join('/')}${apiGroup && `.${apiGroup}`} name=${name} ns=${namespace}` : `${verb} ${path}`;
}

describe('what an API server asks about a request', () => {
  test.each([
    ['GET', '/api/v1/namespaces/shop/pods/x', 'get pods name=x ns=shop'],
    ['HEAD', '/api/v1/namespaces/shop/pods/x', 'get pods name=x ns=shop'],
    ['GET', '/api/v1/namespaces/shop/pods', 'list pods name= ns=shop'],
    ['GET', '/api/v1/namespaces/shop/pods/', 'list pods name= ns=shop'],
    ['GET', '/api/v1/pods', 'list pods name= ns='],
    ['GET', '/api/v1/pods?watch=true', 'watch pods name= ns='],
    ['GET', '/api/v1/pods?watch', 'watch pods name= ns='],
    ['GET', '/api/v1/pods?watch=0', 'list pods name= ns='],
    ['GET', '/api/v1/pods?watch=False', 'list pods name= ns='],
    ['GET', '/api/v1/watch/pods', 'watch pods name= ns='],
    ['GET', '/api/v1/watch/namespaces/shop/pods/x', 'watch pods name=x ns=shop'],
    ['GET', '/apis/apps/v1/watch/deployments', 'watch deployments.apps name= ns='],
    ['POST', '/apis/apps/v1/namespaces/shop/deployments', 'create deployments.apps name= ns=shop'],
    ['PUT', '/apis/apps/v1/namespaces/shop/deployments/web/scale', 'update deployments/scale.apps name=web ns=shop'],
    ['PATCH', '/apis/apps/v1/namespaces/shop/deployments/web', 'patch deployments.apps name=web ns=shop'],
    ['DELETE', '/api/v1/namespaces/shop/pods/x', 'delete pods name=x ns=shop'],
    ['DELETE', '/api/v1/namespaces/shop/pods', 'deletecollection pods name= ns=shop'],
    ['OPTIONS', '/api/v1/namespaces/shop/pods', '- pods name= ns=shop'],
    ['GET', '/api/v1/namespaces', 'list namespaces name= ns='],
    ['GET', '/api/v1/namespaces/foo', 'get namespaces name=foo ns=foo'],
    ['DELETE', '/api/v1/namespaces/foo', 'delete namespaces name=foo ns=foo'],
    ['PUT', '/api/v1/namespaces/foo/finalize', 'update namespaces/finalize name=foo ns=foo'],
    ['GET', '/api/v1/namespaces/foo/status', 'get namespaces/status name=foo ns=foo'],
    ['GET', '/api/v1/nodes/n1/proxy/metrics/cadvisor', 'get nodes/proxy name=n1 ns='],
    ['GET', '/api/v1/namespaces/shop/pods/x/proxy/a/b', 'get pods/proxy name=x ns=shop'],
    ['GET', '/api/v1/proxy/namespaces/shop/pods/x/a/b', 'proxy pods name=x ns=shop'],
    ['GET', '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Da', 'list secrets name=a ns=shop'],
    ['GET', '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name==a&watch=1', 'watch secrets name=a ns=shop'],
    ['GET', '/api/v1/namespaces/shop/secrets?fieldSelector=type%3Dx,metadata.name%3Da', 'list secrets name=a ns=shop'],
    ['GET', '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name!%3Da', 'list secrets name= ns=shop'],
    ['GET', '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Da/b', 'list secrets name= ns=shop'],
    ['GET', '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Da&limit=x', 'list secrets name= ns=shop'],
    ['DELETE', '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Da', 'deletecollection secrets name= ns=shop'],
    ['GET', '/api', 'get /api'],
    ['GET', '/api/v1', 'get /api/v1'],
    ['GET', '/apis/apps/v1', 'get /apis/apps/v1'],
    ['GET', '/apis/apps', 'get /apis/apps'],
    ['POST', '/healthz?verbose', 'post /healthz'],
    ['GET', '/', 'get /'],
    ['GET', '/openapi/v3/apis/apps/v1', 'get /openapi/v3/apis/apps/v1'],
  ])('%s %s is: %s', (method, url, expected) => {
    expect(told(method, url)).toBe(expected);
  });
});

describe('what must be allowed beside the request itself', () => {
  const exec = '/api/v1/namespaces/shop/pods/x/exec?command=sh';
  const verbs = (request: Parameters<typeof requestsOf>[0], minor: number) => requestsOf(request, minor).map(({ verb, name }) => `${verb} ${name}`);

  test('exec as a WebSocket needs get alone up to 1.34, and create as well from 1.35 on', () => {
    expect(verbs({ method: 'GET', url: exec, upgrade: true }, 34)).toEqual(['get x']);
    expect(verbs({ method: 'GET', url: exec, upgrade: true }, 35)).toEqual(['get x', 'create x']);
    expect(verbs({ method: 'POST', url: exec, upgrade: true }, 35)).toEqual(['create x']);
    expect(verbs({ method: 'GET', url: exec.replace('exec', 'proxy'), upgrade: true }, 35)).toEqual(['get x']);
  });

  test('what an apply or a PUT makes needs create, with the name', () => {
    const url = '/api/v1/namespaces/shop/secrets/a';
    expect(verbs({ method: 'PATCH', url, creates: true }, 34)).toEqual(['patch a', 'create a']);
    expect(verbs({ method: 'PUT', url, creates: true }, 34)).toEqual(['update a', 'create a']);
    expect(verbs({ method: 'PATCH', url }, 34)).toEqual(['patch a']);
  });
});
