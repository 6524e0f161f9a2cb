import { everyCommand, flagsWithValue, quoted, withChoices, type CommandWords } from './words';

/** A completion for zsh, to be evaluated, or to stand as `_bulwark` in a folder of `fpath`. */
export function zshCompletion(root: CommandWords): string {
  const commands = everyCommand(root);
  const described = (word: string, description: string) => quoted(`${word.replaceAll(':', '\\:')}:${description.replaceAll(':', '\\:')}`);
  const cases = commands.map(({ path, command }) => [
    `    ${quoted(path)})`,
    `      commands=(${command.commands.map(({ name, description }) => described(name, description)).join(' ')})`,
    `      options=(${command.options.flatMap(({ flags, description }) => flags.map(flag => described(flag, description))).join(' ')})`,
    `      taking=(${flagsWithValue(command).map(quoted).join(' ')})`,
    '      ;;',
  ].join('\n'));
  const values = withChoices(commands).flatMap(({ path, flags, choices }) => flags.map(flag =>
    `    ${quoted(`${path} ${flag}`)}) values=(${choices.map(quoted).join(' ')}) ;;`));
  return `#compdef ${root.name}
# Completion of ${root.name} for zsh: eval "$(${root.name} completion zsh)"
_${root.name}_at() {
  commands=() options=() taking=()
  case $1 in
${cases.join('\n')}
  esac
}
_${root.name}() {
  local at=${quoted(root.name)} word flag skip='' i
  local -a commands options taking values
  _${root.name}_at "$at"
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ -n $skip ]]; then
      skip=''
    elif (( \${taking[(Ie)$word]} )); then
      skip=1
    elif (( \${commands[(I)$word:*]} )); then
      at="$at $word"
      _${root.name}_at "$at"
    fi
  done
  flag=\${words[CURRENT-1]}
  if [[ \${words[CURRENT]} == --*=* ]]; then
    flag=\${words[CURRENT]%%=*}
    compset -P '*='
  fi
  if (( \${taking[(Ie)$flag]} )); then
    case "$at $flag" in
${values.join('\n')}
    esac
    if (( $#values )); then _describe -t values value values; else _files; fi
  elif [[ \${words[CURRENT]} == -* ]]; then
    _describe -t options option options
  elif (( $#commands )); then
    _describe -t commands command commands
  else
    _files
  fi
}
if [[ \${funcstack[1]} == _${root.name} ]]; then _${root.name} "$@"; else compdef _${root.name} ${root.name}; fi
`;
}
