import { everyCommand, flagsWithValue, quoted, withChoices, type CommandWords } from './words';

/** A completion for bash, from 3.2 on. Where nothing is offered, bash completes names of files. */
export function bashCompletion(root: CommandWords): string {
  const commands = everyCommand(root);
  const cases = commands.map(({ path, command }) => [
    `    ${quoted(path)})`,
    `      commands=${quoted(command.commands.map(({ name }) => name).join(' '))}`,
    `      options=${quoted(command.options.flatMap(({ flags }) => flags).join(' '))}`,
    `      taking=${quoted(flagsWithValue(command).join(' '))}`,
    '      ;;',
  ].join('\n'));
  const values = withChoices(commands).flatMap(({ path, flags, choices }) => flags.map(flag =>
    `    ${quoted(`${path} ${flag}`)}) values=${quoted(choices.join(' '))} ;;`));
  return `# Completion of ${root.name} for bash: eval "$(${root.name} completion bash)"
_${root.name}_at() {
  commands='' options='' taking=''
  case $1 in
${cases.join('\n')}
  esac
}
_${root.name}() {
  local at=${quoted(root.name)} commands options taking values='' word skip='' i
  local current=\${COMP_WORDS[COMP_CWORD]} flag=\${COMP_WORDS[COMP_CWORD-1]}
  _${root.name}_at "$at"
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [ -n "$skip" ]; then
      [ "$word" = '=' ] || skip=''
    elif [[ " $taking " == *" $word "* ]]; then
      skip=1
    elif [[ " $commands " == *" $word "* ]]; then
      at="$at $word"
      _${root.name}_at "$at"
    fi
  done
  if [ "$current" = '=' ]; then
    current=''
  elif [ "$flag" = '=' ]; then
    flag=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  COMPREPLY=()
  if [[ " $taking " == *" $flag "* ]]; then
    case "$at $flag" in
${values.join('\n')}
    esac
    [ -z "$values" ] || COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ -n "$commands" ]; then
    COMPREPLY=($(compgen -W "$commands" -- "$current"))
  fi
}
complete -o default -o bashdefault -F _${root.name} ${root.name}
`;
}
