#!/usr/bin/env bash
# Uses the tarball from an empty project as a user would: types with current and older module resolution, the shop, synth, the
# command, and the matchers. Takes the tarball and a folder, and leaves the tree of the shop in project/dist/manifests/shop there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tarball=$1
work=$2

mkdir "$work/project"
cd "$work/project"
cp "$here"/typescript/* .
version() { node -p "require('$root/node_modules/$1/package.json').version"; }
# Into a file of another name first: Node looks for the package around it when it is asked for a version.
cat > package.new <<END
{
  "name": "consumer", "private": true,
  "dependencies": { "cdk8s": "$(version cdk8s)", "constructs": "$(version constructs)", "cdk8s-bulwark": "file:$tarball" },
  "devDependencies": {
    "@arethetypeswrong/cli": "0.18.5", "publint": "0.3.25",
    "@types/jest": "$(version @types/jest)", "@types/node": "$(version @types/node)", "jest": "$(version jest)",
    "ts-jest": "$(version ts-jest)", "typescript": "$(version typescript)"
  },
  "overrides": { "unrs-resolver": "1.12.2" },
  "jest": { "testPathIgnorePatterns": ["/node_modules/", "/build/"], "transform": { "^.+\\\\.ts$": ["ts-jest", {}] } }
}
END
mv package.new package.json
npm install --no-audit --no-fund --silent

check() { printf 'tsc %s\n' "$*"; npx tsc --noEmit "$@"; }
check --module node16 --moduleResolution node16
check --module esnext --moduleResolution bundler
check --module commonjs --moduleResolution node10 --ignoreDeprecations 6.0

npx publint run "$tarball" --strict
# `.jsii` is data for jsii, without types.
npx attw "$tarball" --exclude-entrypoints .jsii --no-emoji --format table-flipped

# By name from a module of ECMAScript too, and nothing is loaded before it is used.
node --input-type=module -e "import { PolicyApp, Verb } from 'cdk8s-bulwark'; if (!new PolicyApp({ name: 'a' }) || Verb.GET.name !== 'get') process.exit(1)"
node -e "require('cdk8s-bulwark').Verb.GET; if (Object.keys(require.cache).some(file => /cdk8s-bulwark.lib.(engine|deliver)/.test(file))) throw new Error('all is loaded at once')"

npx bulwark --help | grep -q synth
npx bulwark synth main.ts
npx bulwark check main.ts
npx bulwark check dist/manifests/consumer
test -f dist/manifests/consumer/prod/manifests/policies/shop/role-pod-reader.yaml
rm -rf dist
npx tsc --outDir build && node build/main.js
test -f dist/manifests/consumer/prod/manifests/policies/shop/role-pod-reader.yaml
npx jest --ci
rm -rf dist
node build/shop.js "$here/shop"
npx bulwark check dist/manifests/shop

# A new app passes its own tests, also without a network once it is installed.
npx bulwark init "$work/it's new"
cd "$work/it's new"
npm pkg set "dependencies.cdk8s-bulwark=file:$tarball"
npm install --no-audit --no-fund --silent --prefer-offline
npm_config_offline=true npm test
sed -i.bak 's/team-shop/everybody/' shop.ts && rm shop.ts.bak
if npm run --silent check; then echo 'check misses that the program changed'; exit 1; fi

# A library on top of it (docs/extending.md).
cp -r "$root/docs/examples/message-broker" "$work/message-broker"
cd "$work/message-broker"
npm pkg set "devDependencies.cdk8s-bulwark=file:$tarball"
npm install --no-audit --no-fund --silent --prefer-offline
npm run --silent build
npm test
test -f lib/index.d.ts
echo 'the package works'
