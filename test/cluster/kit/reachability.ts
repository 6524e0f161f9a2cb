import type { JsonObject } from '../generate/json';
import { LineProgram } from '../harness/lines';

/** A pod, `namespace/name`, with the address that it uses; or an address outside the cluster. */
export interface End {
  readonly pod?: string;
  readonly ip: string;
}

/** May traffic pass? */
export interface NetworkQuery {
  readonly from: End;
  readonly to: End;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly port: number;
}

/** Namespaces, pods and network policies, as manifests. */
export interface NetworkWorld {
  readonly namespaces: readonly JsonObject[];
  readonly pods: readonly JsonObject[];
  readonly policies: readonly JsonObject[];
}

/** Traffic passes when both directions are open: from the source, and to the destination. */
export interface Verdict {
  readonly egress: boolean;
  readonly ingress: boolean;
}

interface Question extends NetworkWorld {
  readonly queries: readonly NetworkQuery[];
}

/**
 * The evaluator of `test/cluster/go/reachability`. It says what policies let pass, and only that: a pod reaches itself
 * whatever it says, and about pods in the network of their node it must not be asked.
 */
export class Reachability {
  private readonly program: LineProgram<Question, { readonly verdicts: Verdict[]; readonly error?: string }>;

  constructor(path: string) {
    this.program = new LineProgram(path);
  }

  /** An error when the world is one that no API server takes. */
  public async ask(world: NetworkWorld, queries: readonly NetworkQuery[]): Promise<Verdict[]> {
    const { verdicts, error } = await this.program.ask({ ...world, queries });
    if (error !== undefined || verdicts.length !== queries.length) {
      throw new Error(`the evaluator failed: ${error ?? 'not every query was answered'}`);
    }
    return verdicts;
  }

  public close(): void {
    this.program.close();
  }
}
