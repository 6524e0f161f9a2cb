/**
 * Google's Online Boutique as its release v0.10 runs it: the ports, environments and resources of
 * `release/kubernetes-manifests.yaml`, and who calls whom.
 *
 * @see https://github.com/GoogleCloudPlatform/microservices-demo
 */

/** One deployment of the shop. */
export interface ShopService {
  readonly name: string;
  /** The namespace of the team that runs it. */
  readonly team: string;
  /** The container's port, which is what policies speak of; the load generator listens on none. */
  readonly containerPort?: number;
  /** The port of its Service, where that differs. */
  readonly servicePort?: number;
  readonly image?: string;
  /** Services that it calls, with the environment variable that tells it where they are. */
  readonly calls?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Requests and limits: millicores and mebibytes. */
  readonly cpu: readonly [number, number];
  readonly memory: readonly [number, number];
}

export const SERVICES: readonly ShopService[] = [
  {
    name: 'frontend',
    team: 'storefront',
    containerPort: 8080,
    servicePort: 80,
    cpu: [100, 200],
    memory: [64, 128],
    calls: {
      adservice: 'AD_SERVICE_ADDR',
      cartservice: 'CART_SERVICE_ADDR',
      checkoutservice: 'CHECKOUT_SERVICE_ADDR',
      currencyservice: 'CURRENCY_SERVICE_ADDR',
      productcatalogservice: 'PRODUCT_CATALOG_SERVICE_ADDR',
      recommendationservice: 'RECOMMENDATION_SERVICE_ADDR',
      shippingservice: 'SHIPPING_SERVICE_ADDR',
    },
    env: { ENABLE_PROFILER: '0' },
  },
  { name: 'adservice', team: 'storefront', containerPort: 9555, cpu: [200, 300], memory: [180, 300] },
  {
    name: 'loadgenerator',
    team: 'traffic',
    cpu: [300, 500],
    memory: [256, 512],
    calls: { frontend: 'FRONTEND_ADDR' },
    env: { USERS: '10', RATE: '1' },
  },
  { name: 'productcatalogservice', team: 'catalog', containerPort: 3550, cpu: [100, 200], memory: [64, 128], env: { DISABLE_PROFILER: '1' } },
  {
    name: 'recommendationservice',
    team: 'catalog',
    containerPort: 8080,
    cpu: [100, 200],
    memory: [220, 450],
    calls: { productcatalogservice: 'PRODUCT_CATALOG_SERVICE_ADDR' },
    env: { DISABLE_PROFILER: '1' },
  },
  { name: 'currencyservice', team: 'catalog', containerPort: 7000, cpu: [100, 200], memory: [64, 128], env: { DISABLE_PROFILER: '1' } },
  {
    name: 'cartservice',
    team: 'cart',
    containerPort: 7070,
    cpu: [200, 300],
    memory: [64, 128],
    calls: { 'redis-cart': 'REDIS_ADDR' },
  },
  { name: 'redis-cart', team: 'cart', containerPort: 6379, image: 'redis:8.2-alpine', cpu: [70, 125], memory: [200, 256] },
  {
    name: 'checkoutservice',
    team: 'orders',
    containerPort: 5050,
    cpu: [100, 200],
    memory: [64, 128],
    calls: {
      cartservice: 'CART_SERVICE_ADDR',
      currencyservice: 'CURRENCY_SERVICE_ADDR',
      emailservice: 'EMAIL_SERVICE_ADDR',
      paymentservice: 'PAYMENT_SERVICE_ADDR',
      productcatalogservice: 'PRODUCT_CATALOG_SERVICE_ADDR',
      shippingservice: 'SHIPPING_SERVICE_ADDR',
    },
  },
  { name: 'emailservice', team: 'orders', containerPort: 8080, servicePort: 5000, cpu: [100, 200], memory: [64, 128], env: { DISABLE_PROFILER: '1' } },
  { name: 'paymentservice', team: 'orders', containerPort: 50051, cpu: [100, 200], memory: [64, 128], env: { DISABLE_PROFILER: '1' } },
  { name: 'shippingservice', team: 'orders', containerPort: 50051, cpu: [100, 200], memory: [64, 128], env: { DISABLE_PROFILER: '1' } },
];

/** The names of the teams, each with a namespace of its own. */
export const TEAMS: readonly string[] = [...new Set(SERVICES.map(({ team }) => team))];

export function serviceNamed(name: string): ShopService {
  const service = SERVICES.find(each => each.name === name);
  if (!service) {
    throw new Error(`the shop has no service ${name}`);
  }
  return service;
}

/** Where a service is called: the name that the cluster's name service resolves, and the Service's port. */
export function addressOf(name: string): string {
  const { team, servicePort, containerPort } = serviceNamed(name);
  return `${name}.${team}:${servicePort ?? containerPort}`;
}
