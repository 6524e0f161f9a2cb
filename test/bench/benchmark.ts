/** One benchmark: measures, and says what it saw. Add a module, then a line in `main.ts`. */
export interface Benchmark {
  /** For `--only`, and the marker of its part in the page. */
  readonly name: string;
  readonly run: (options: BenchOptions) => Promise<Findings>;
}

export interface BenchOptions {
  /** Counted runs of each program, after one that is not counted. */
  readonly runs: number;
  /** A folder of its own, removed afterwards. */
  readonly scratch: string;
  readonly log: (line: string) => void;
}

/** What a benchmark saw, ready to be printed. */
export interface Findings {
  readonly title: string;
  /** Paragraphs on what was measured and how. */
  readonly method: readonly string[];
  readonly tables: readonly Table[];
  readonly requirements: readonly Requirement[];
}

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
  /** What the numbers mean. */
  readonly note?: string;
}

/** A figure that must be met; a missed one makes the run fail. */
export interface Requirement {
  readonly what: string;
  readonly required: string;
  readonly measured: string;
  readonly met: boolean;
}

export function atMost(what: string, measured: number, limit: number, unit = 'x'): Requirement {
  return { what, required: `at most ${limit}${unit}`, measured: `${figure(measured)}${unit}`, met: measured <= limit };
}

export function atLeast(what: string, measured: number, limit: number, unit = 'x'): Requirement {
  return { what, required: `at least ${limit}${unit}`, measured: `${figure(measured)}${unit}`, met: measured >= limit };
}

/** Two digits after the point where they say something. */
export function figure(value: number): string {
  return Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
