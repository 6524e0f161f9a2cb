/**
 * The floors of `src/`, top first. A folder imports only from folders above it in this list; what
 * ARCHITECTURE.md says, eslint enforces through the zones made here.
 */
export const FLOORS = [
  'kubernetes',
  'manifests',
  'decide',
  'compare',
  'prove',
  'deliver',
  'constructs',
  'adopt',
  'report',
  'engine',
  'jest',
  'cli',
];

/** One eslint zone a floor: nothing in it may import from a floor below. */
export function floorZones() {
  return FLOORS.flatMap((floor, at) => FLOORS.slice(at + 1).map(below => ({
    target: `./src/${floor}`,
    from: `./src/${below}`,
    message: `src/${floor} may not import from src/${below}: the floors of ARCHITECTURE.md go the other way.`,
  })));
}
