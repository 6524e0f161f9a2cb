/** How an image that starts as root runs without it. */
export interface ImageUser {
  readonly user: number;
  readonly group: number;
  /** Folders outside its volumes to which it writes. */
  readonly writes: readonly string[];
}

interface Row extends ImageUser {
  /** Tags that mean another base, with another user. */
  readonly alpine?: { readonly user: number; readonly group: number };
}

/**
 * Official images that name no user, or name it by a name: they start as root and step down to a user of their own, or the kubelet
 * cannot tell that they do not. A pod which must not run as root never starts unless it says the user by number. As their
 * Dockerfiles make it (`groupadd`, `useradd`, `USER`, `VOLUME`): docker-library/haproxy 3.0, memcached 1.6, mongo 8.0, mysql 8.0,
 * postgres 17, rabbitmq 3.13, redis 7.4; MariaDB/mariadb-docker 11.4. Images that are not here run as the user that they name.
 */
const OFFICIAL: Readonly<Record<string, Row>> = {
  haproxy: { user: 99, group: 99, writes: [] },
  mariadb: { user: 999, group: 999, writes: ['/run/mysqld', '/tmp'] },
  memcached: { user: 11211, group: 11211, writes: [] },
  mongo: { user: 999, group: 999, writes: ['/tmp'] },
  mysql: { user: 999, group: 999, writes: ['/var/run/mysqld', '/tmp'] },
  postgres: { user: 999, group: 999, alpine: { user: 70, group: 70 }, writes: ['/var/run/postgresql', '/tmp'] },
  rabbitmq: { user: 999, group: 999, alpine: { user: 100, group: 101 }, writes: ['/tmp', '/var/log/rabbitmq'] },
  redis: { user: 999, group: 999, alpine: { user: 999, group: 1000 }, writes: [] },
};

/** What is known of an image that starts as root; undefined for every other one, and for such an image of another registry. */
export function imageUserOf(image: string): ImageUser | undefined {
  const { repository, tag = '' } = parseImage(image);
  const name = /^(?:(?:docker\.io|index\.docker\.io)\/)?(?:library\/)?([a-z0-9]+)$/.exec(repository)?.[1];
  const row = name !== undefined && Object.hasOwn(OFFICIAL, name) ? OFFICIAL[name] : undefined;
  return row && { ...row, ...tag.includes('alpine') ? row.alpine : {} };
}

/** The parts of an image reference (github.com/distribution/reference). */
export interface ImageReference {
  /** With its registry, where it names one. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…`. */
  readonly digest?: string;
}

export function parseImage(image: string): ImageReference {
  const [name = '', digest] = image.split('@', 2);
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  return {
    repository: hasTag ? name.slice(0, colon) : name,
    ...hasTag ? { tag: name.slice(colon + 1) } : {},
    ...digest === undefined ? {} : { digest },
  };
}

/** Whether an image reference always means the same bytes. */
export function isPinned({ digest }: ImageReference): boolean {
  return digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest);
}
