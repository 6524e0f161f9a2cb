import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { AMOUNT_CASES } from '../prove/workloads/amount-cases';

// Pods offered to namespaces with quotas and limit ranges of a running server: what it refuses is what we say that it refuses.

const minor = minorFromEnvironment();

/** The server as it is, and as 1.36 was, which filled in the resources of a pod before limit ranges. */
const SERVERS: ReadonlyArray<{ name: string; as: number; flags: Record<string, string> }> = [
  { name: `1.${minor}`, as: minor, flags: {} },
  ...minor >= 37 ? [{ name: `1.${minor} that fills in as 1.36 did`, as: 36, flags: { 'feature-gates': 'PodLevelResourcesFixDefaulting=false' } }] : [],
];

describe.each(SERVERS)('Kubernetes $name', ({ as, flags }) => {
  let plane: ControlPlane;

  /** Amounts of a whole pod count from 1.34 on. */
  const cases = AMOUNT_CASES.filter(({ spec, minors: { first = 0, last = Infinity } = {} }) =>
    (as >= 34 || spec.resources === undefined) && as >= first && as <= last);

  beforeAll(async () => {
    plane = await ControlPlane.start(assetsFromEnvironment(), { apiServerFlags: flags, controllerManagerFlags: { controllers: 'resourcequota' } });
    for (const [at, { limits, quota, scopes }] of cases.entries()) {
      const namespace = `n${at}`;
      await plane.admin.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      const put = async (resource: string, object: object) => expect((await plane.admin.send('POST', `/api/v1/namespaces/${namespace}/${resource}`, object)).status).toBe(201);
      if (limits) await put('limitranges', { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'defaults' }, spec: { limits } });
      if (quota) await put('resourcequotas', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' }, spec: { hard: quota, ...scopes } });
    }
    // A quota counts once a controller has written down what is used.
    await plane.until(async () => {
      const { body } = await plane.admin.send('GET', '/api/v1/resourcequotas');
      return (body as { items: Array<{ status?: { used?: object } }> }).items.every(({ status }) => status?.used !== undefined);
    });
  });
  afterAll(() => plane?.finish());

  test.each(cases.map(({ name }, at) => [name, at] as const))('the server decides as we do: %s', async (_, at) => {
    const { spec, fields } = cases[at]!;
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'offered' }, spec };
    const { status, body } = await plane.admin.send('POST', `/api/v1/namespaces/n${at}/pods?dryRun=All`, pod);
    const { message } = body as { message?: string };
    expect({ taken: status === 201, message }).toEqual({ taken: fields.length === 0, message });
  });
});
