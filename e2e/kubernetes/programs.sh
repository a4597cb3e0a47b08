# The programs of a throw-away cluster, built when they are first needed; sourced by 'cluster'.

packages() {
  local package missing=()
  for package in containerd runc containernetworking-plugins iptables iproute2 conntrack openssl gcc libc6-dev; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "installing ${missing[*]}"
  apt-get update -qq >/dev/null
  # None of their services is to start by itself.
  local policy=/usr/sbin/policy-rc.d
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && trap "rm -f $policy" EXIT; }
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

programs() {
  mkdir -p "$bin"
  export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOTOOLCHAIN=local
  if [ "$("$bin/kubelet" --version 2>/dev/null)" != "Kubernetes $kubernetes" ] || [ ! -x "$bin/etcd" ]; then
    command -v go >/dev/null || fail "needs Go 1.24 or newer to build Kubernetes"
    say "building Kubernetes $kubernetes and etcd from their Go modules; once, some five minutes"
    local package flags="-s -w"
    for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
      flags+=" -X $package.gitVersion=$kubernetes -X $package.gitMajor=1 -X $package.gitMinor=34 -X $package.gitTreeState=clean"
    done
    (cd "$here" && go build -trimpath -ldflags "$flags" -o "$bin/" tool)
    mv "$bin/server" "$bin/etcd"
  fi
  [ -x "$bin/coredns" ] || { say "building CoreDNS"; GOBIN=$bin go install -trimpath -ldflags "-s -w" "github.com/coredns/coredns@$coredns"; }
  [ -x "$bin/helm" ] || { say "building Helm"; GOBIN=$bin go install -trimpath -ldflags "-s -w" "helm.sh/helm/v3/cmd/helm@$helm"; }
  [ -x "$bin/pause" ] || echo 'int pause(void); int main(void) { for (;;) pause(); }' | gcc -static -O2 -x c - -o "$bin/pause"
  [ -s "$home/pause.tar" ] || pause_archive
}

pause_archive() { # the image of one program that does nothing, which each pod needs
  local folder digest
  folder=$(mktemp -d)
  tar -C "$bin" --owner=0 --group=0 -cf "$folder/layer.tar" pause
  digest=$(sha256sum <"$folder/layer.tar" | cut -d' ' -f1)
  cat >"$folder/config.json" <<EOF
{"architecture":"$(dpkg --print-architecture)","os":"linux","config":{"Entrypoint":["/pause"]},"rootfs":{"type":"layers","diff_ids":["sha256:$digest"]}}
EOF
  echo '[{"Config":"config.json","RepoTags":["docker.io/local/pause:1"],"Layers":["layer.tar"]}]' >"$folder/manifest.json"
  tar -C "$folder" -cf "$home/pause.tar" manifest.json config.json layer.tar
  rm -rf "$folder"
}

simulator() { # built when it is first asked for
  [ ! -s "$bin/kwok-stages.yaml" ] || [ ! -x "$bin/kwok" ] || return 0
  command -v go >/dev/null || fail "needs Go 1.24 or newer to build KWOK"
  say "building KWOK $kwok"
  CGO_ENABLED=0 GOBIN=$bin go install -trimpath -ldflags "-s -w" "sigs.k8s.io/kwok/cmd/kwok@$kwok"
  local file stages
  stages=$(go env GOMODCACHE)/sigs.k8s.io/kwok@$kwok/kustomize/stage
  for file in "$stages"/node/{fast/node-initialize,heartbeat-with-lease/node-heartbeat-with-lease}.yaml "$stages"/pod/fast/pod-*.yaml; do
    cat "$file"
    printf '\n---\n'
  done >"$bin/kwok-stages.yaml"
}
