# shellcheck shell=bash
# What the tests need besides Node, Go and Python. A step that fails says so, and is named in NOT_INSTALLED.

PYTHON_MCP_VERSION=2.3.0
PYTHON_VENV=.cache/python-mcp
# Of 2025: its reader of events ends lines where str.splitlines does, and its parser refuses lone surrogates.
PYTHON_1_9_PACKAGES=(mcp==1.9.4 httpx-sse==0.4.0 pydantic==2.11.7)
PYTHON_1_9_VENV=.cache/python-mcp-1.9
JAVA_CLIENTS=.cache/java-client
GO_CLIENT=.cache/go-client
RUST_CLIENT=.cache/rust-client
RUST_TARGET=.cache/rust-target
COMPOSE_READER=.cache/compose-reader
# How long another program, such as an upgrade at the start of the machine, may hold a lock of apt.
APT_WAIT_SECONDS=600
APT_IS_UPDATED=false

NOT_INSTALLED=()
FAILED_STEPS=.cache/failed-steps

# Three lanes at a time, since they wait for different things: apt for its servers, Go for the processor, npm for the
# disk. Within a lane one step follows the other.
install_programs() {
  mkdir -p .cache
  : >"$FAILED_STEPS"
  local lanes=() lane
  for lane in apt go npm; do
    ("install_with_$lane" 2>&1 | sed -u "s/^/[$lane] /") &
    lanes+=($!)
  done
  wait "${lanes[@]}"
  mapfile -t NOT_INSTALLED <"$FAILED_STEPS"
}

install_with_apt() {
  attempt 'chromium' install_chromium
  attempt 'promtool' install_promtool
  attempt 'nginx' install_nginx
  attempt 'haproxy' install_haproxy
  attempt 'Caddy' install_caddy
  attempt 'the Python client' install_python_client
  attempt 'the Python client of 2025' install_python_1_9_client
  attempt 'the Java clients' build_java_clients
}

install_with_go() {
  attempt 'the Go client' build_go_client
  [[ $ALL == false ]] || build_rust_client
  attempt 'the reader of compose files' build_compose_reader
  install_kubernetes_programs
}

install_with_npm() {
  attempt 'the packages' install_packages .
  attempt 'the inspector' install_packages test/clients/inspector
  attempt 'the conformance suite' install_packages test/clients/conformance
  attempt 'the TypeScript client 1.10' install_packages test/clients/typescript-1.10
  attempt 'mcp-remote' install_packages test/clients/mcp-remote
  attempt 'MCP-Nest' install_packages test/clients/mcp-nest
  attempt 'the test set-ups' install_packages test/programs/test-set-ups
  attempt '@nestjs/swagger' install_packages test/clients/nest-swagger
  attempt "the bench's peers" install_packages bench
}

# A lane is a process of its own, so the names of what failed are in a file.
attempt() {
  local what=$1
  shift
  if "$@"; then return; fi
  echo "could not install $what" >&2
  echo "$what" >>"$FAILED_STEPS"
}

install_chromium() {
  find_chromium >/dev/null || apt_install chromium
}

install_promtool() {
  command -v promtool >/dev/null || apt_install prometheus
}

install_python_client() {
  python_client_is_ready || make_venv "$PYTHON_VENV" "mcp==$PYTHON_MCP_VERSION"
}

install_python_1_9_client() {
  python_1_9_client_is_ready || make_venv "$PYTHON_1_9_VENV" "${PYTHON_1_9_PACKAGES[@]}"
}

python_1_9_client_is_ready() {
  local package
  [[ -x $PYTHON_1_9_VENV/bin/python ]] || return
  for package in "${PYTHON_1_9_PACKAGES[@]}"; do
    "$PYTHON_1_9_VENV/bin/python" -c 'import importlib.metadata as m, sys
name, version = sys.argv[1].split("==")
sys.exit(m.version(name) != version)' "$package" 2>/dev/null || return
  done
}

make_venv() {
  local venv=$1
  shift
  python3 -m venv --clear "$venv" || {
    apt_install python3-venv && python3 -m venv --clear "$venv"
  } || return
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

python_client_is_ready() {
  [[ -x $PYTHON_VENV/bin/python ]] &&
    "$PYTHON_VENV/bin/python" -c "import mcp, importlib.metadata as m; assert m.version('mcp') == '$PYTHON_MCP_VERSION'" 2>/dev/null
}

# Always run: Go itself knows whether the binary is up to date.
build_go_client() {
  (cd test/clients/go && go build -o "../../../$GO_CLIENT" .)
}

# A client that was built from older source would test something else. Without its compiler it stays as it is.
renew_clients() {
  [[ ! -f $GO_CLIENT ]] || ! command -v go >/dev/null || build_go_client
  [[ $ALL == false || ! -f $RUST_CLIENT ]] || build_rust_client
}

# A minute or two, once: for the long suites only, and where there is a cargo that reaches its registry. Cargo itself knows
# whether the binary is up to date.
build_rust_client() {
  command -v cargo >/dev/null || return 0
  rm -f "$RUST_CLIENT"
  (cd test/clients/rust && cargo build --quiet --release --target-dir "../../../$RUST_TARGET") &&
    cp "$RUST_TARGET/release/rust-client" "$RUST_CLIENT" || echo 'The Rust client could not be built' >&2
}

# One jar for each profile of the pom, built again when a source is newer. Maven is quick where it has the packages already.
build_java_clients() {
  local profile
  for profile in httpclient webflux; do
    java_client_is_ready "$profile" && continue
    { command -v mvn && command -v javac; } >/dev/null || apt_install maven default-jdk-headless || return
    mvn --quiet --batch-mode --file test/clients/java --activate-profiles "$profile" clean package || return
  done
}

java_client_is_ready() {
  local jar=$JAVA_CLIENTS/$1/client.jar
  [[ -f $jar && -z $(find test/clients/java -type f -newer "$jar") ]] && command -v java >/dev/null
}

build_compose_reader() {
  (cd test/programs/compose-reader && go build -o "../../../$COMPOSE_READER" .)
}

install_nginx() {
  find_nginx >/dev/null || apt_install nginx
}

install_haproxy() {
  find_haproxy >/dev/null || apt_install haproxy
}

install_caddy() {
  command -v caddy >/dev/null || apt_install caddy
}

# The npm packages of a folder, unless they are as new as its lock file. Through a link npm ci would empty the packages of
# others who use them.
install_packages() {
  local folder=$1 installed=$1/node_modules/.package-lock.json
  if [[ -L $folder/node_modules ]]; then
    echo "$folder/node_modules is a link: its packages are left as they are" >&2
    return
  fi
  [[ -e $installed && ! $installed -ot $folder/package-lock.json ]] || (cd "$folder" && npm ci --ignore-scripts)
}

apt_install() {
  command -v apt-get >/dev/null || return
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  apt_update "${as_root[@]}" &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      -o "DPkg::Lock::Timeout=$APT_WAIT_SECONDS" "$@" >/dev/null
}

# Once. DPkg::Lock::Timeout is not for the lock of the lists, so that one is waited for here.
apt_update() {
  [[ $APT_IS_UPDATED == false ]] || return 0
  local said deadline=$((SECONDS + APT_WAIT_SECONDS))
  until said=$("$@" env LC_ALL=C apt-get update -qq 2>&1); do
    if [[ $said != *'Could not get lock'* ]] || ((SECONDS > deadline)); then
      echo "$said" >&2
      return 1
    fi
    sleep 5
  done
  APT_IS_UPDATED=true
}
