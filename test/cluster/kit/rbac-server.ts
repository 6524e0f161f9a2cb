import { NAMESPACES, WORLD_LABEL } from './rbac-tokens';
import { API_VERSION } from './rbac-world';
import { type Review, reviewAll } from './reviews';
import type { JsonObject } from '../generate/json';
import type { Client } from '../harness/client';
import type { ControlPlane } from '../harness/control-plane';
import { inFlight } from '../harness/in-flight';
import { collectionPath, objectPath } from '../harness/objects';

const SENTINEL = 'kit-sentinel';
const GATHERED = `${SENTINEL}-gathered`;
/** Which of the two grants is told by the API group. */
const [ROLE, CLUSTER_ROLE] = ['in-namespace', 'in-cluster'] as const;
const ROOT = `/apis/${API_VERSION}`;

/**
 * A server whose policy is one world after the other. The authorizer answers from caches, which follow each kind by
 * itself: an object of each kind changes after the world, and the world is there when all four changes are seen.
 */
export class RbacServer {
  /** @param plane with a controller manager, or aggregated roles keep what their authors wrote */
  public static async on(plane: ControlPlane): Promise<RbacServer> {
    const server = new RbacServer(plane);
    for (const name of [...NAMESPACES, SENTINEL]) {
      await server.write('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    await server.writeSentinels('POST');
    // The server's own roles that are aggregated, such as view, are gathered now, too.
    await server.gathered();
    return server;
  }

  private generation = 0;
  /** Paths of the aggregated roles of the world. */
  private gathering: string[] = [];

  private constructor(private readonly plane: ControlPlane) {}

  private get admin(): Client {
    return this.plane.admin;
  }

  /** Replaces the world before, and returns when the controller and the authorizer know this one. */
  public async become(world: readonly JsonObject[]): Promise<void> {
    // The controller applies, and so would make again what is deleted while it still gathers.
    for (const path of this.gathering) {
      await this.write('PATCH', path, { aggregationRule: null }, { 'content-type': 'application/merge-patch+json' });
    }
    const gathering = world.filter(({ aggregationRule }) => aggregationRule !== undefined);
    this.gathering = gathering.map(objectPath);
    const scopes = ['/clusterroles', '/clusterrolebindings', ...NAMESPACES.flatMap(one => [`/namespaces/${one}/roles`, `/namespaces/${one}/rolebindings`])];
    await Promise.all(scopes.map(scope => this.write('DELETE', `${ROOT}${scope}?labelSelector=${encodeURIComponent(WORLD_LABEL)}`)));
    await inFlight(world, object => this.write('POST', `${collectionPath(object)}?fieldValidation=Strict`, object), 16);
    this.generation += 1;
    await this.writeSentinels('PUT');
    if (gathering.length > 0) {
      await this.gathered();
      this.generation += 1;
      await this.writeSentinels('PUT');
    }
    await this.plane.until(async () => (await reviewAll(this.admin, this.questions())).every(({ allowed }) => allowed));
  }

  /** The cluster roles of the world with the rules that the controller gave them. */
  public async clusterRoles(): Promise<JsonObject[]> {
    const { items } = await this.write('GET', `${ROOT}/clusterroles?labelSelector=${encodeURIComponent(WORLD_LABEL)}`);
    return items as JsonObject[];
  }

  /** The controller has seen the last change, and then nothing changes for as long as a chain of roles takes to follow. */
  private async gathered(): Promise<void> {
    let before = '';
    let same = 0;
    await this.plane.until(async () => {
      const roles = (await this.write('GET', `${ROOT}/clusterroles`)).items as JsonObject[];
      const now = roles.map(({ metadata }) => (metadata as JsonObject).resourceVersion).join();
      const sentinel = roles.find(({ metadata }) => (metadata as JsonObject).name === GATHERED)!;
      same = now === before && JSON.stringify(sentinel.rules).includes(this.seen()) ? same + 1 : 0;
      before = now;
      return same >= 3;
    });
  }

  private seen(): string {
    return `seen-${this.generation}`;
  }

  /** The rules and the subjects carry the number of the world; what they refer to stays. */
  private async writeSentinels(method: 'POST' | 'PUT'): Promise<void> {
    const rulesOf = (group: string) => [{ apiGroups: [group], resources: ['*'], verbs: [this.seen(), 'any'] }];
    const subjects = [{ kind: 'User', name: SENTINEL }, { kind: 'User', name: this.seen() }];
    const all = [
      ['Role', SENTINEL, { rules: rulesOf(ROLE) }], ['RoleBinding', SENTINEL, { roleRef: { kind: 'Role', name: SENTINEL }, subjects }],
      ['ClusterRole', undefined, { rules: rulesOf(CLUSTER_ROLE) }], ['ClusterRoleBinding', undefined, { roleRef: { kind: 'ClusterRole', name: SENTINEL }, subjects }],
    ] as const;
    for (const [kind, namespace, rest] of all) {
      const labels = { [SENTINEL]: 'true' };
      const object = { apiVersion: API_VERSION, kind, metadata: { name: SENTINEL, ...(namespace ? { namespace } : {}), labels }, ...rest };
      await this.write(method, method === 'POST' ? collectionPath(object) : objectPath(object), object);
    }
    if (method === 'POST') {
      const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { [SENTINEL]: 'true' } }] };
      await this.write('POST', `${ROOT}/clusterroles`, { apiVersion: API_VERSION, kind: 'ClusterRole', metadata: { name: GATHERED }, aggregationRule });
    }
  }

  /** One for each kind: a new verb of a user that was bound before, and a new user with a verb that was there before. */
  private questions(): Review[] {
    return [ROLE, CLUSTER_ROLE].flatMap(group => [[SENTINEL, this.seen()], [this.seen(), 'any']].map(([user, verb]) => ({
      user: user!, groups: [], resourceAttributes: { verb: verb!, group, resource: 'x', subresource: '', namespace: SENTINEL, name: '' },
    })));
  }

  private async write(method: string, path: string, object?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<JsonObject> {
    const { status, body } = await this.admin.send(method, path, object, headers);
    if (status >= 300) {
      throw new Error(`${method} ${path} ${JSON.stringify(object)} was answered with ${status}: ${JSON.stringify(body).slice(0, 500)}`);
    }
    return body as JsonObject;
  }
}
