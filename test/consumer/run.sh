#!/usr/bin/env bash
# Packs the package and uses it from an empty project as a user would: types with current and older
# module resolution, synth, the command, and the matchers.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$root"
tarball=$work/$(npm pack --silent --pack-destination "$work")
printf 'packed %s\n' "$(basename "$tarball")"
tar -tzf "$tarball" | sed 's/^package\///' > "$work/files"
for wanted in .jsii README.md LICENSE package.json lib/index.js lib/index.d.ts lib/engine/index.d.ts lib/jest/index.d.ts lib/cli/main.js starter/main.ts node_modules/yaml/package.json; do
  grep -qxF "$wanted" "$work/files" || { echo "the package lacks $wanted"; exit 1; }
done
if grep -E '^(src|test|apps|docs|projenrc|dist|\.ci)/|\.projenrc|tsconfig' "$work/files" | grep -v '^\(node_modules\|starter\)/' | grep .; then
  echo 'the package holds files that no user needs'; exit 1
fi

mkdir "$work/project"
cd "$work/project"
cp "$here"/main.ts "$here"/main.test.ts "$here"/tsconfig.json .
version() { node -p "require('$root/node_modules/$1/package.json').version"; }
# Into a file of another name first: Node looks for the package around it when it is asked for a version.
cat > package.new <<END
{
  "name": "consumer", "private": true,
  "dependencies": { "cdk8s": "$(version cdk8s)", "constructs": "$(version constructs)", "cdk8s-bulwark": "file:$tarball" },
  "devDependencies": {
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

npx bulwark --help | grep -q synth
npx bulwark synth main.ts
npx bulwark check main.ts
npx bulwark check dist/manifests/consumer
test -f dist/manifests/consumer/prod/manifests/policies/shop/role-pod-reader.yaml
rm -rf dist
npx tsc --outDir build && node build/main.js
test -f dist/manifests/consumer/prod/manifests/policies/shop/role-pod-reader.yaml
npx jest --ci

# A new app passes its own tests, also without a network once it is installed.
npx bulwark init "$work/it's new"
cd "$work/it's new"
npm pkg set "dependencies.cdk8s-bulwark=file:$tarball"
npm install --no-audit --no-fund --silent --prefer-offline
npm_config_offline=true npm test
sed -i.bak 's/team-shop/everybody/' shop.ts && rm shop.ts.bak
if npm run --silent check; then echo 'check misses that the program changed'; exit 1; fi
echo 'the package works'
