/** A command as shells complete it. */
export interface CommandWords {
  readonly name: string;
  /** One line. */
  readonly description: string;
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
}

export interface OptionWords {
  /** `-o` and `--out`, as far as there are. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Absent for one without a value; the empty list where any value will do, such as a path. */
  readonly values?: readonly string[];
}

/** Commands and their own ones, each with the names that lead to it: `bulwark audit level`. */
export function everyCommand(command: CommandWords, names: readonly string[] = []): CommandAt[] {
  const own = [...names, command.name];
  return [{ path: own.join(' '), command }, ...command.commands.flatMap(each => everyCommand(each, own))];
}

interface CommandAt {
  readonly path: string;
  readonly command: CommandWords;
}

/** A word of a shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\'', '\'\\\'\'')}'`;
}

/** Flags whose next word is their value. */
export function flagsWithValue({ options }: CommandWords): string[] {
  return options.filter(({ values }) => values !== undefined).flatMap(({ flags }) => flags);
}

interface Choices {
  readonly path: string;
  readonly flags: readonly string[];
  readonly choices: readonly string[];
}

/** Options of which the values are known, with the path of their command. */
export function withChoices(commands: readonly CommandAt[]): Choices[] {
  return commands.flatMap(({ path, command }) => command.options.flatMap(({ flags, values = [] }) =>
    values.length === 0 ? [] : [{ path, flags, choices: values }]));
}
