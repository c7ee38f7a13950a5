# shellcheck shell=bash
# What the tests need beside Node, Go and Python. A step that fails says so and leaves its tests to be skipped.

PYTHON_MCP_VERSION=2.3.0
PYTHON_VENV=.cache/python-mcp
GO_CLIENT=.cache/go-client
COMPOSE_READER=.cache/compose-reader
LISTS_ARE_NEW=false

# Side by side: what waits for the network and what compiles.
install_programs() {
  mkdir -p .cache
  install_system_packages &
  install_go_programs &
  install_npm_packages &
  wait
}

# And what needs one of them.
install_system_packages() {
  attempt 'chromium' install_chromium
  attempt 'promtool' install_promtool
  attempt 'nginx' install_nginx
  attempt 'the Python client' install_python_client
}

install_go_programs() {
  attempt 'the Go client' build_go_client
  attempt 'the reader of compose files' build_compose_reader
  install_kubernetes_programs
}

install_npm_packages() {
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

# Another apt may be at work: a fresh machine updates itself.
apt_install() {
  command -v apt-get >/dev/null || return
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  update_package_lists "${as_root[@]}" &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "$@" >/dev/null
}

# Once a run. Unlike the lock of dpkg, that of the lists is not waited for by apt itself.
update_package_lists() {
  [[ $LISTS_ARE_NEW == false ]] || return 0
  local try
  for ((try = 0; try < 60; try++)); do
    "$@" apt-get -o DPkg::Lock::Timeout=600 update -qq && LISTS_ARE_NEW=true && return
    sleep 5
  done
  return 1
}
