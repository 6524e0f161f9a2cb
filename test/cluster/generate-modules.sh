#!/usr/bin/env bash
# Writes go/minors/1.NN.mod and .sum for every row of minors.json (or for the minors that are named).
# k8s.io/kubernetes requires its staging modules at v0.0.0, and replace lines count in the main module
# alone: each is replaced here by the release that belongs to it. The list, the Go language line and the
# godebug default are those of the release's own go.mod. Needs Go and a module proxy; CI does not run it.
set -euo pipefail
cd "$(dirname "$0")/go"
minors=("$@")
[ ${#minors[@]} -gt 0 ] || mapfile -t minors < <(node -p 'Object.keys(require("../minors.json")).join("\n")')
for minor in "${minors[@]}"; do
  version=$(node -p "require('../minors.json')['$minor'] ?? ''")
  [ -n "$version" ] || { echo "minors.json has no row $minor"; exit 2; }
  theirs=$(cd "$(mktemp -d)" && go mod download -json "k8s.io/kubernetes@v$version" | node -p 'JSON.parse(require("fs").readFileSync(0)).GoMod')
  {
    echo "module cdk8s-bulwark/test/cluster"
    echo
    # Go knows tool lines from 1.24 on. A release whose language is older keeps the run-time defaults of its own.
    language=$(awk '$1 == "go" {print $2}' "$theirs")
    printf 'go %s\n' "$(printf '%s\n' "$language" 1.24.0 | sort -V | tail -n 1)"
    godebug=$(sed -nE 's/^(godebug|\s)\s*default=(go\S+)$/\2/p' "$theirs" | head -n 1)
    echo "godebug default=${godebug:-go$(cut -d . -f 1,2 <<< "$language")}"
    echo
    echo "tool ("
    for tool in go.etcd.io/etcd/server/v3 k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kube-controller-manager k8s.io/kubernetes/cmd/kubeadm; do
      printf '\t%s\n' "$tool"
    done
    echo ")"
    echo
    printf 'require (\n\tgo.etcd.io/etcd/server/v3 %s\n\tk8s.io/kubernetes v%s\n)\n\n' "$(awk '$1 == "go.etcd.io/etcd/client/v3" {print $2}' "$theirs")" "$version"
    echo "replace ("
    awk -v v="v0.${version#1.}" '$1 ~ /^k8s.io\// && $2 == "v0.0.0" {print "\t" $1 " => " $1 " " v}' "$theirs" | sort -u
    echo ")"
  } > "minors/$minor.mod"
  rm -f "minors/$minor.sum"
  go mod tidy -modfile="minors/$minor.mod"
  echo "wrote minors/$minor.mod for Kubernetes $version"
done
