#!/usr/bin/env bash
# Packs the four packages, and installs each in a new project of its own language. The shop, written four times, must make the
# same tree byte for byte. The package of npm is used as a user would besides: npm.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Node looks upwards for the package around a file; jsii unpacks below the folder for temporary files.
echo '{ "private": true }' > "$work/package.json"
mkdir "$work/tmp"
export TMPDIR=$work/tmp JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20
unset JEST_WORKER_ID

. "$here/tools.sh"

cd "$root"
rm -rf dist/js dist/python dist/java dist/go
npx projen package-all
tarball=$(ls dist/js/*.tgz)
bash "$here/contents.sh" "$work"
npx projen sbom

echo '=== TypeScript'
bash "$here/npm.sh" "$root/$tarball" "$work"

echo '=== Python'
mkdir "$work/python"
cp "$here/python/shop.py" "$work/python/"
cd "$work/python"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-cache-dir --requirement "$here/python/requirements.txt" "$root"/dist/python/*.whl
venv/bin/python shop.py "$here/shop"
# A program whose files are not seen here has to name its app: the name would be another with each run.
if venv/bin/python -c 'from cdk8s_bulwark import PolicyApp; PolicyApp()' 2> refused; then echo 'an app without a name is taken'; exit 1; fi
grep -q 'PolicyApp.name: must be given' refused

echo '=== Go'
cp -r "$here/go" "$work/go"
cp -r "$root/dist/go/bulwark" "$work/go/bulwark"
cd "$work/go"
GOFLAGS=-mod=readonly GOTOOLCHAIN=local go build -o shop .
./shop "$here/shop"

echo '=== Java'
# The version is the same for every build: what Maven keeps of the one before is not what was built now.
rm -rf "$HOME/.m2/repository/io/github/cdk8s-bulwark"
cp -r "$here/java" "$work/java"
cd "$work/java"
mvn --batch-mode --quiet "-Dbulwark.repository=file://$root/dist/java" compile exec:java "-Dexec.args=$here/shop"

cd "$work"
for language in python go java; do
  diff --recursive project/dist/manifests/shop "$language/dist/manifests/shop" || { echo "the shop in $language differs from that in TypeScript"; exit 1; }
done
printf 'the shop is the same in TypeScript, Python, Go and Java: %s files\n' "$(find project/dist/manifests/shop -type f | wc -l)"
