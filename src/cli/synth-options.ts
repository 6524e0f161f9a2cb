/** What `bulwark synth` was told. */
export interface SynthCommandOptions {
  readonly out?: string;
  readonly cluster?: readonly string[];
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly pruneClusters?: boolean;
  readonly watch?: boolean;
  readonly format: string;
}
