import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts the compiled modules of the report page into one script, and it and the styles into one file of `lib/`. A module is a
 * function of its exports and of `require`, as in Node; there is nothing else to bundle.
 */
const root = join(__dirname, '..');
const compiled = join(root, 'lib/report/page/.browser');
const folder = join(compiled, 'browser');

const modules = readdirSync(folder).filter(file => file.endsWith('.js')).sort().map(file => {
  const code = readFileSync(join(folder, file), 'utf8').trim();
  return `${JSON.stringify(`./${file.slice(0, -'.js'.length)}`)}(exports,require){${code}\n}`;
});
const script = `(()=>{"use strict";const modules={${modules.join(',\n')}},loaded={};`
  + 'const require=name=>{if(!loaded[name]){loaded[name]={};modules[name](loaded[name],require)}return loaded[name]};require("./main")})();';

// A script inside a page ends where these words stand.
if (/<\/script|<!--/i.test(script)) {
  throw new Error('the script of the report page holds words that would end it');
}

const style = readFileSync(join(root, 'src/report/page/browser/page.css'), 'utf8')
  .replace(/\s+/g, ' ').replace(/ ?([{};,>]) ?/g, '$1').replace(/: /g, ':').trim();
writeFileSync(join(root, 'lib/report/page/assets.json'), JSON.stringify({ script, style }));
rmSync(compiled, { recursive: true });
