import { Help, type HelpConfiguration, type OutputConfiguration } from 'commander';

/** Beside a term, a description gets at least this many columns; else it stands below. */
const NARROWEST = 24;

/** The help of every command, also on a narrow terminal. */
export const HELP: HelpConfiguration = {
  sortSubcommands: false,
  showGlobalOptions: false,
  minWidthToWrap: NARROWEST,
  formatItem: (term, termWidth, description, helper) => {
    const width = helper.helpWidth ?? 80;
    return description === '' || width - termWidth - 4 >= NARROWEST ? Help.prototype.formatItem.call(helper, term, termWidth, description, helper)
      : `  ${term}\n${helper.boxWrap(description, width - 6).replace(/^/gm, '      ')}`;
  },
};

/** Lines that are too long for a terminal go on below; what is no terminal gets them as they are. */
export const HELP_OUTPUT: OutputConfiguration = {
  writeOut: text => process.stdout.write(fitted(text, process.stdout)),
  writeErr: text => process.stderr.write(fitted(text, process.stderr)),
};

function fitted(text: string, stream: NodeJS.WriteStream): string {
  if (!stream.isTTY) {
    return text;
  }
  const { colorsFor } = require('../report/colors') as typeof import('../report/colors');
  const { onTerminal } = require('../report/terminal') as typeof import('../report/terminal');
  return onTerminal(text, colorsFor(stream));
}
