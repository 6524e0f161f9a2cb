#!/usr/bin/env bash
# print-bootstrap.sh FOLDER [1.NN.P ...]: prints the roles and bindings that the API server of each release creates at
# its first start (go/bootstrap) to FOLDER/1.NN.P.json; write-bootstrap-data.ts makes the data of src/kubernetes of them.
# No server is built, only the package that holds them. The feature gates have their defaults, since a gate takes them
# from the version that is written in the source. The default releases are the newest of their minors that the public
# module proxy serves. Needs Go, a module proxy and node; CI does not run it.
set -euo pipefail
releases=(1.27.16 1.28.15 1.29.15 1.30.14 1.31.14 1.32.13 1.33.13 1.34.4 1.35.4 1.36.3 1.37.2)
folder=${1:?name the folder to print to}
shift
[ $# -eq 0 ] || releases=("$@")
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
program=$(cd "$(dirname "$0")/go/bootstrap" && pwd)/main.go
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod GOTOOLCHAIN=local CGO_ENABLED=0
for release in "${releases[@]}"; do
  theirs=$(go mod download -json "k8s.io/kubernetes@v$release" | node -p 'JSON.parse(require("fs").readFileSync(0)).GoMod')
  # As in generate-modules.sh: staging modules are required at v0.0.0, and only a main module can replace them.
  {
    echo "module bootstrap"
    grep -E '^go ' "$theirs"
    echo "require k8s.io/kubernetes v$release"
    echo "replace ("
    awk -v v="v0.${release#1.}" '$1 ~ /^k8s.io\// && $2 == "v0.0.0" {print "\t" $1 " => " $1 " " v}' "$theirs" | sort -u
    echo ")"
  } > go.mod
  rm -f go.sum
  cp "$program" main.go
  go run . > printed.json
  mv printed.json "$folder/$release.json"
  echo "printed $folder/$release.json"
done
