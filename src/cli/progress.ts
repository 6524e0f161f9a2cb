/** One line on a terminal that tells what a long synth is at. Pipes and logs never see it. */
export class Progress {
  private shown = 0;
  private last = 0;

  constructor(private readonly app: string) {}

  public show(step: string, done: number, total: number): void {
    const now = Date.now();
    // The first tenth of a second passes without a line: most runs are over by then.
    this.last ||= now;
    if (!process.stderr.isTTY || now - this.last < 100) {
      return;
    }
    this.last = now;
    const line = `${this.app}: ${step} (${done + 1} of ${total})`.slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r${line.padEnd(this.shown)}`);
    this.shown = line.length;
  }

  public clear(): void {
    if (this.shown > 0) {
      process.stderr.write(`\r${' '.repeat(this.shown)}\r`);
      this.shown = 0;
    }
  }
}
