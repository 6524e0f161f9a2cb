import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A program that we started, with its log. Nothing else is ever signalled. */
export class Component {
  private readonly child: ChildProcess;
  private ended?: string;

  constructor(public readonly name: string, path: string, args: readonly string[], private readonly log: string) {
    const file = openSync(log, 'a');
    this.child = spawn(path, args, { stdio: ['ignore', file, file] });
    closeSync(file);
    this.child.once('error', e => this.ended = `could not be started: ${e.message}`);
    this.child.once('exit', (code, signal) => this.ended = signal ? `was ended by ${signal}` : `ended with status ${code}`);
  }

  /** Throws, with the end of its log, when the program is no longer there. */
  public assertRunning(): void {
    if (this.ended !== undefined) {
      throw new Error(`${this.name} ${this.ended}; its log ${this.log} ends\n${this.tail()}`);
    }
  }

  /** Undefined when it could not be started. */
  public get pid(): number | undefined {
    return this.child.pid;
  }

  public async stop(): Promise<void> {
    // Without a number it was never there, and the error is still to come.
    if (this.ended !== undefined || this.child.pid === undefined) {
      return;
    }
    const gone = new Promise<void>(resolve => this.child.once('exit', () => resolve()));
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(timer);
  }

  private tail(): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  }
}
