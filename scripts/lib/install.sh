# shellcheck shell=bash
# What the tests need beside Node, Go and Python. A step that fails says so and leaves its tests to be skipped.

PYTHON_MCP_VERSION=2.3.0
PYTHON_VENV=.cache/python-mcp
GO_CLIENT=.cache/go-client
COMPOSE_READER=.cache/compose-reader

install_programs() {
  mkdir -p .cache
  attempt 'chromium' install_chromium
  attempt 'promtool' install_promtool
  attempt 'the Python client' install_python_client
  attempt 'the Go client' build_go_client
  attempt 'the reader of compose files' build_compose_reader
  attempt 'nginx' install_nginx
  attempt 'the inspector' install_packages test/clients/inspector
  attempt 'mcp-remote' install_packages test/clients/mcp-remote
  attempt 'MCP-Nest' install_packages test/clients/mcp-nest
  attempt "the bench's peers" install_packages bench
}

attempt() {
  local what=$1
  shift
  "$@" || echo "could not install $what" >&2
}

install_chromium() {
  find_chromium >/dev/null || apt_install chromium
}

install_promtool() {
  command -v promtool >/dev/null || apt_install prometheus
}

install_python_client() {
  python_client_is_ready && return
  python3 -m venv --clear "$PYTHON_VENV" || {
    apt_install python3-venv && python3 -m venv --clear "$PYTHON_VENV"
  } || return
  "$PYTHON_VENV/bin/python" -m pip install --quiet --disable-pip-version-check "mcp==$PYTHON_MCP_VERSION"
}

python_client_is_ready() {
  [[ -x $PYTHON_VENV/bin/python ]] &&
    "$PYTHON_VENV/bin/python" -c "import mcp, importlib.metadata as m; assert m.version('mcp') == '$PYTHON_MCP_VERSION'" 2>/dev/null
}

# Always run: Go itself knows whether the binary is up to date.
build_go_client() {
  (cd test/clients/go && go build -o "../../../$GO_CLIENT" .)
}

build_compose_reader() {
  (cd test/programs/compose-reader && go build -o "../../../$COMPOSE_READER" .)
}

install_nginx() {
  find_nginx >/dev/null || apt_install nginx
}

# The npm packages of a folder, unless they are as new as its lock file. Through a link npm ci would empty the packages of
# whoever else has them.
install_packages() {
  local folder=$1 installed=$1/node_modules/.package-lock.json
  if [[ -L $folder/node_modules ]]; then
    echo "$folder/node_modules is a link: its packages are left as they are" >&2
    return
  fi
  [[ -e $installed && ! $installed -ot $folder/package-lock.json ]] || (cd "$folder" && npm ci)
}

apt_install() {
  command -v apt-get >/dev/null || return
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
