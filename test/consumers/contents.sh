#!/usr/bin/env bash
# What is in the four packages: the files that users need and no others, no path of this machine, no script that an installation
# would run, and in three of them the tarball of the first. Takes a folder to work in.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$1/contents
mkdir "$work"
cd "$root/dist"
fail() { echo "packages: $*"; exit 1; }

tarball=$(ls "$root"/dist/js/*.tgz)
tar -xzf "$tarball" -C "$work"
cd "$work/package"
find . -type f | sed 's/^\.\///' | sort > ../files
for wanted in .jsii README.md LICENSE package.json lib/index.js lib/index.d.ts lib/engine/index.d.ts lib/jest/index.d.ts lib/cli/main.js starter/main.ts node_modules/yaml/package.json; do
  grep -qxF "$wanted" ../files || fail "no $wanted"
done
bundled=$(node -p "Object.keys(require('$root/package.json').dependencies).concat('readdirp').join('|')")
if grep -vE "^(\.jsii|LICENSE|README\.md|package\.json|lib/.*|starter/.*|node_modules/($bundled)/.*)$" ../files; then fail 'files that no user needs'; fi
if grep -E '^lib/' ../files | grep -vE '\.(d\.ts|js|json)$'; then fail 'in lib is more than modules, types and data: remove lib, and compile'; fi
# jsii leaves what it compiled once, also of a source that is gone.
grep -E '^lib/.*\.js$' ../files | sed 's/^lib/src/; s/\.js$/.ts/' | while read -r source; do
  [ -e "$root/$source" ] || fail "$source is gone: remove lib, and compile"
done
if grep -E '^lib/.*(\.test\.|/test/|__tests__|tsconfig|tsbuildinfo)' ../files; then fail 'tests'; fi

# By a folder of them: a checkout may be called as a word that stands in messages, such as /app. What was packed in is named at random.
for place in "$root" "${HOME:-/root}"; do
  for folder in src lib test dist projenrc node_modules package .cache .npm; do echo "$place/$folder/"; done
done > ../places
echo "$1/" >> ../places
if grep -rlF -f ../places .; then fail 'a path of this machine'; fi

for manifest in package.json $(grep -E '^node_modules/.*/package\.json$' ../files); do
  node -e '
    const { scripts = {}, gypfile } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const run = ["preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare"].filter(name => scripts[name]);
    if (run.length || gypfile) { console.log(process.argv[1], run); process.exit(1) }' "$manifest" || fail 'an installation would run a script'
done

# Bounds, in kB: something unwanted shows here first.
small() {
  local kilobytes=$(( ($(du -sbc $1 | tail -1 | cut -f1) + 999) / 1000 ))
  printf '%6d kB of at most %6d  %s\n' "$kilobytes" "$2" "$3"
  [ "$kilobytes" -le "$2" ] || fail "$3 has $kilobytes kB, more than $2"
}
small "$tarball" 3500 'npm, packed'
small . 10500 'npm, unpacked'
small "$root/dist/python/*.whl" 3900 'PyPI'
small "$root/dist/java/io/github/cdk8s-bulwark/cdk8s-bulwark/0.0.0/cdk8s-bulwark-0.0.0.jar" 4500 'Maven'
small "$root/dist/go/bulwark" 4500 'Go'

# jsii runs the same code for every language.
embedded() {
  [ "$(sha256sum < "$2")" = "$(sha256sum < "$tarball")" ] || fail "$1 holds another tarball than npm"
}
python3 -m zipfile -e "$root"/dist/python/*.whl "$work/python"
embedded PyPI "$(find "$work/python" -name '*.jsii.tgz')"
python3 -m zipfile -e "$root"/dist/java/io/github/cdk8s-bulwark/cdk8s-bulwark/0.0.0/cdk8s-bulwark-0.0.0.jar "$work/java"
embedded Maven "$(find "$work/java" -name '*.jsii.tgz')"
embedded Go "$(find "$root/dist/go" -name '*.tgz')"
echo 'the four packages hold what they should'
