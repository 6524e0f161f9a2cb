import { everyCommand, flagsWithValue, type CommandWords, type OptionWords } from './words';

/** A completion for fish, from 3.0 on. */
export function fishCompletion(root: CommandWords): string {
  const commands = everyCommand(root);
  const { name } = root;
  const taking = [...new Set(commands.flatMap(({ command }) => flagsWithValue(command)))];
  const paths = commands.slice(1).map(({ path }) => quoted(path));
  return `# Completion of ${name} for fish: ${name} completion fish | source
function __${name}_at
    set -l words (commandline -opc)
    set -l at ${name}
    set -l skip 0
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word ${taking.map(quoted).join(' ')}
            set skip 1
        else if contains -- "$at $word" ${paths.join(' ')}
            set at "$at $word"
        end
    end
    test "$at" = "$argv"
end
complete -c ${name} -e
${commands.flatMap(({ path, command }) => {
  const here = `complete -c ${name} -n ${quoted(`__${name}_at ${path}`)}`;
  return [
    ...command.commands.map(each => `${here} -f -a ${quoted(each.name)} -d ${quoted(each.description)}`),
    ...command.options.map(each => `${here} ${flagWords(each)} -d ${quoted(each.description)}`),
  ];
}).join('\n')}
`;
}

function flagWords({ flags, values }: OptionWords): string {
  const names = flags.map(flag => flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`).join(' ');
  return values === undefined ? names : values.length === 0 ? `${names} -r` : `${names} -x -a ${quoted(values.join(' '))}`;
}

/** fish knows two escapes inside of single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll('\'', '\\\'')}'`;
}
