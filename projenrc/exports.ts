import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Lets `lib/index.js` load a module when one of its exports is first used. A program uses a few of our constructs, and every command,
 * and every file of tests that imports it, would wait for all of them to be loaded.
 */
const lib = join(__dirname, '..', 'lib');
const file = join(lib, 'index.js');
const code = readFileSync(file, 'utf8');

const own = new Set<string>();
const lines = code.split('\n').flatMap((line): string[] => {
  const all = /^__exportStar\(require\("(.+)"\), exports\);$/.exec(line)?.[1];
  const one = /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.\w+; \} \}\);$/.exec(line);
  if (all !== undefined) {
    return Object.keys(createRequire(__filename)(join(lib, all)) as object).map(name => lazily(name, all));
  }
  if (one) {
    return [lazily(one[1]!, new RegExp(`^var ${one[2]!} = require\\("(.+)"\\);$`, 'm').exec(code)![1]!)];
  }
  return [];
});

function lazily(name: string, from: string): string {
  if (own.has(name)) {
    throw new Error(`two modules export ${name}`);
  }
  own.add(name);
  return `lazily("${name}", () => require("${from}"));`;
}

if (own.size === 0) {
  throw new Error('lib/index.js does not look as it did: nothing was found that it exports');
}
writeFileSync(file, `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
// Read by whoever has to know the names before the program runs, as Node does for modules of ECMAScript.
${[...own].map(name => `exports.${name} = `).join('')}void 0;
function lazily(name, load) {
    Object.defineProperty(exports, name, {
        configurable: true,
        enumerable: true,
        get() {
            const value = load()[name];
            Object.defineProperty(exports, name, { enumerable: true, value });
            return value;
        },
    });
}
${lines.join('\n')}
// After resetModules, Jest would load the rest in another copy, whose classes are others.
if (process.env.JEST_WORKER_ID !== undefined) {
    Object.values(exports);
}
`);
