import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that answers each line of JSON on stdin with one line of JSON on stdout, in order. */
export class LineProgram<Question, Answer> {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: Array<{ readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }> = [];
  /** Why there will be no more answers. */
  private ended?: Error;

  constructor(path: string) {
    this.child = spawn(path);
    this.child.stderr.pipe(process.stderr);
    createInterface({ input: this.child.stdout }).on('line', line => this.waiting.shift()?.resolve(JSON.parse(line) as Answer));
    this.child.on('error', error => this.fail(error));
    // It ended, or is about to: what it still answers is read first, and its end says why.
    this.child.stdin.on('error', () => undefined);
    // What it still wrote before its end has been read by then.
    this.child.once('close', (code, signal) => this.fail(new Error(`${path} ${signal ? `was ended by ${signal}` : `ended with status ${code}`}`)));
  }

  public ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        return reject(this.ended);
      }
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  /** It ends when there is nothing more to read. */
  public close(): void {
    this.child.stdin.end();
  }

  private fail(error: Error): void {
    this.ended ??= error;
    this.waiting.splice(0).forEach(({ reject }) => reject(error));
  }
}
