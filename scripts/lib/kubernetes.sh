# shellcheck shell=bash
# What the tests of the chart need: helm, kube-score, a kube-apiserver, and the schemas of what the chart makes.

HELM_VERSION=v4.3.1
KUBE_SCORE_VERSION=v1.20.0
# The newest one, as test/programs/apiserver has it, and one that is in use still.
KUBERNETES_VERSIONS=(v1.37.2 v1.35.4)
GATEWAY_API_VERSION=v1.6.3
PROMETHEUS_OPERATOR_VERSION=v0.85.0
PROGRAMS=.cache/bin
KUBERNETES_SCHEMAS=.cache/kubernetes-schemas

install_kubernetes_programs() {
  mkdir -p "$PROGRAMS"
  attempt 'helm' go_program helm "helm.sh/helm/v4/cmd/helm@$HELM_VERSION"
  attempt 'kube-score' go_program kube-score "github.com/zegl/kube-score/cmd/kube-score@$KUBE_SCORE_VERSION"
  attempt 'the schemas of Kubernetes' copy_kubernetes_schemas
  [[ $ALL == false ]] || attempt 'kube-apiserver' build_apiserver
}

go_program() {
  local name=$1 package=$2
  [[ -x $PROGRAMS/$name && $(cat "$PROGRAMS/$name.version" 2>/dev/null) == "$package" ]] && return
  GOBIN=$PWD/$PROGRAMS nice -n 5 go install "$package" && echo "$package" >"$PROGRAMS/$name.version"
}

# About ten minutes on two cores, once, and for the long suites only.
build_apiserver() {
  local version=${KUBERNETES_VERSIONS[0]}
  [[ $(cat "$PROGRAMS/kube-apiserver.version" 2>/dev/null) == "$version" ]] && return
  (
    cd test/programs/apiserver || exit
    nice -n 5 go build -o "../../../$PROGRAMS/etcd" go.etcd.io/etcd/server/v3 &&
      nice -n 5 go build -ldflags "-X k8s.io/component-base/version.gitVersion=$version" \
        -o "../../../$PROGRAMS/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver
  ) && echo "$version" >"$PROGRAMS/kube-apiserver.version"
}

# The OpenAPI documents of Kubernetes, and the CRDs of what the chart makes beside it. `complete` says of which versions.
copy_kubernetes_schemas() {
  local versions="${KUBERNETES_VERSIONS[*]} $GATEWAY_API_VERSION $PROMETHEUS_OPERATOR_VERSION" version operator
  [[ $(cat "$KUBERNETES_SCHEMAS/complete" 2>/dev/null) == "$versions" ]] && return
  rm -rf "$KUBERNETES_SCHEMAS" && mkdir -p "$KUBERNETES_SCHEMAS/crds"
  for version in "${KUBERNETES_VERSIONS[@]}"; do
    install -m 644 "$(go_module "k8s.io/kubernetes@$version")/api/openapi-spec/swagger.json" \
      "$KUBERNETES_SCHEMAS/$version.json" || return
  done
  operator=$(go_module "github.com/prometheus-operator/prometheus-operator@$PROMETHEUS_OPERATOR_VERSION")
  install -m 644 "$(go_module "sigs.k8s.io/gateway-api@$GATEWAY_API_VERSION")"/config/crd/standard/*_httproutes.yaml \
    "$operator"/example/prometheus-operator-crd/*_{servicemonitors,prometheusrules}.yaml "$KUBERNETES_SCHEMAS/crds" &&
    echo "$versions" >"$KUBERNETES_SCHEMAS/complete"
}

# Downloads a Go module. Prints its folder.
go_module() {
  (cd "$PROGRAMS" && go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
}
