import type { Command } from 'commander';

/** Gives a command its arguments and options. `import()` would start Node's loader of ECMAScript modules, which costs as much as a small command. */
export function define(name: string, command: Command): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(`./commands/${name}`) as { define: (command: Command) => void }).define(command);
}
