import type { Assets } from './assets';

/** What `main.ts` found or built. Running a test by itself, without it, is an error, never a pass. */
export function assetsFromEnvironment(): Assets {
  const text = process.env.BULWARK_CLUSTER_ASSETS;
  if (!text) {
    throw new Error('run this by npm run test:cluster, which finds the programs of Kubernetes');
  }
  return JSON.parse(text) as Assets;
}

/** The minor that runs: 37 for 1.37. */
export function minorFromEnvironment(): number {
  return Number(process.env.BULWARK_CLUSTER_MINOR!.slice(2));
}
