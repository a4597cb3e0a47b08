# Sourced by worker-image/image and operator/image (bash), with $root and $image set: makes the archive of an image from a tree of files.
# With Docker by the Dockerfile beside the script; else, on a Linux with glibc such as Debian, from this machine's C library and the tree.

umask 022 # What is made here is read in the image by another user.

# Layers are the same bytes for the same files, and the start cache of a JVM fits only jars of the time that it has seen.
readonly epoch=@1

usage() {
  echo "usage: $image [--base IMAGE] --output FILE" >&2
  exit 2
}

fail() {
  echo "$image: $*" >&2
  exit "${2:-1}"
}

# Sets $base (may be empty) and $output. What goes into an image comes from this machine's JDK, so it has to be a Linux.
read_arguments() {
  base='' output=''
  [ "$(uname -s)" = Linux ] || fail "images are made on Linux, and this is $(uname -s)"
  while (($#)); do
    case $1 in
      --base) (($# > 1)) && base=$2 && shift 2 || usage ;;
      --output) (($# > 1)) && output=$2 && shift 2 || usage ;;
      *) usage ;;
    esac
  done
  [ -n "$output" ] || usage
  output=$(cd "$(dirname "$output")" 2>/dev/null && pwd)/$(basename "$output") || fail "there is no folder $(dirname "$output") for the archive"
}

# runtime FOLDER: a Java runtime of the modules that jobs and the operator need, and a debugger may want.
readonly java_modules=java.se,jdk.charsets,jdk.crypto.cryptoki,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs
runtime() {
  local folder=$1
  if [ "$folder/release" -nt "$JAVA_HOME/release" ] && [ "$(cat "$folder/modules.txt" 2>/dev/null)" = "$java_modules" ]; then
    return
  fi
  echo "$image: making the Java runtime" >&2
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  "$JAVA_HOME/bin/jlink" --add-modules "$java_modules" --no-header-files --no-man-pages --generate-cds-archive --output "$folder" >&2
  echo "$java_modules" >"$folder/modules.txt"
}

# pack NAME DOCKERFILE TREE FOLDER...: NAME without a tag; the FOLDERs of TREE become layers, in this order. The image is tagged with the version,
# which the chart's values name, and with one that follows from its content too. Prints the second name: one name never means two images.
pack() {
  local name=$1 dockerfile=$2 tree=$3
  shift 3
  chmod -R a+rX,go-w "$tree"
  if docker_runs; then
    local wanted=${base:-$(sed -n 's/^ARG BASE=//p' "$dockerfile")}
    if base_is_there "$wanted"; then
      pack_with_docker "$name" "$dockerfile" "$tree" "$wanted" "$@"
      return
    fi
    [ -z "$base" ] || fail "$base is no image that Docker has or can pull: $(tail -n 1 <<<"$pull_error")"
    echo "$image: making the image without Docker, which has no $wanted and cannot pull it" >&2
  elif [ -n "$base" ]; then
    fail "--base needs Docker, and 'docker info' finds none that runs; without --base the image is made without Docker"
  fi
  pack_without_docker "$name" "$dockerfile" "$tree" "$@"
}

docker_runs() {
  command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1
}

# Sets $pull_error.
base_is_there() {
  ! docker image inspect "$1" >/dev/null 2>&1 || return 0
  echo "$image: pulling $1" >&2
  pull_error=$(timeout 300 docker pull --quiet "$1" 2>&1 >/dev/null)
}

# layer TREE FOLDER: a tar on standard output. The folders above FOLDER are in it: Docker makes what is not there for root alone.
layer() {
  local above=() parent=$2
  while [[ $parent == */* ]]; do
    parent=${parent%/*}
    above=("$parent" "${above[@]}")
  done
  tar --create --sort=name --mtime="$epoch" --owner=0 --group=0 --numeric-owner --format=gnu --directory="$1" \
    --no-recursion "${above[@]}" --recursion "$2"
}

version() {
  sed -n '/<artifactId>loopkeeper<\/artifactId>/{n;s|.*<version>\(.*\)</version>.*|\1|p;q}' "$root/pom.xml"
}

tag() { # reads what the image is made of
  printf '%s-%s' "$(version)" "$(sha256sum | cut -c1-12)"
}

# The builder of Docker itself makes a plain image and leaves it where 'docker save' finds it, whichever builder is this user's default.
pack_with_docker() {
  local name=$1 dockerfile=$2 tree=$3 from=$4 current
  shift 4
  current=$name:$(version)
  name=$name:$({ cat "$dockerfile" && docker image inspect --format '{{.Id}}' "$from" && for folder in "$@"; do layer "$tree" "$folder"; done; } | tag)
  BUILDX_BUILDER=default BUILDX_NO_DEFAULT_ATTESTATIONS=1 docker build --quiet --build-arg "BASE=$from" --tag "$name" --tag "$current" \
    --file "$dockerfile" "$tree" >/dev/null || fail "docker cannot build $dockerfile"
  docker run --rm --network none --read-only --entrypoint /opt/loopkeeper/runtime/bin/java "$name" -version >/dev/null 2>&1 \
    || fail "the Java runtime of this machine does not run on $from: take a base with glibc for $(uname -m), such as debian:bookworm-slim"
  docker save "$name" "$current" >"$output" || fail "docker cannot write $output"
  echo "$name"
}

pack_without_docker() {
  local name=$1 dockerfile=$2 tree=$3
  shift 3
  [[ $(ldd --version 2>&1) == *G[Ll][Ii][Bb][Cc]* || $(ldd --version 2>&1) == *'GNU libc'* ]] \
    || fail "neither Docker runs here, nor is this a Linux with glibc: install Docker, or run this on Debian"
  local work folder system
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$work'" EXIT
  system=$work/system
  system_files "$system" "$tree"
  local sums=() paths=()
  add_layer() {
    local file=$work/archive/layer.tar sum
    mkdir -p "$work/archive"
    layer "$1" "$2" >"$file"
    sum=$(sha256sum "$file" | cut -d' ' -f1)
    mkdir "$work/archive/$sum"
    mv "$file" "$work/archive/$sum/layer.tar"
    sums+=("\"sha256:$sum\"") paths+=("\"$sum/layer.tar\"")
  }
  add_layer "$system" .
  for folder in "$@"; do add_layer "$tree" "$folder"; done
  local config architecture current
  current=$name:$(version)
  name=$name:$(printf '%s\n' "${sums[@]}" | cat - "$dockerfile" | tag)
  architecture=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
  config=$(printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:01Z","config":{"User":"%s","WorkingDir":"/","Env":["PATH=/opt/loopkeeper/runtime/bin"],"Entrypoint":%s},"rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$architecture" "$(sed -n 's/^USER //p' "$dockerfile")" "$(sed -n 's/^ENTRYPOINT //p' "$dockerfile")" "$(join "${sums[@]}")")
  local config_name
  config_name=$(printf '%s' "$config" | sha256sum | cut -d' ' -f1).json
  printf '%s' "$config" >"$work/archive/$config_name"
  printf '[{"Config":"%s","RepoTags":["%s","%s"],"Layers":[%s]}]' "$config_name" "$name" "$current" "$(join "${paths[@]}")" >"$work/archive/manifest.json"
  tar --create --sort=name --mtime="$epoch" --owner=0 --group=0 --numeric-owner --directory="$work/archive" --file="$output" . \
    || fail "$output cannot be written"
  echo "$name"
}

join() {
  local IFS=,
  echo "$*"
}

# The C library and what else the runtime is linked with, names of users and hosts: what a base image has.
system_files() {
  local folder=$1 tree=$2 libraries
  mkdir -p "$folder"/{etc,tmp,var/loopkeeper}
  chmod 1777 "$folder/tmp" "$folder/var/loopkeeper"
  # libstdc++ and libgcc are for native code in libraries' jars.
  libraries=$(
    find "$tree/opt/loopkeeper/runtime" -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + 2>/dev/null \
      | grep -o '/[^ ]*' | grep -v ':$' | grep -v "^$tree" | sort -u
    ldconfig_path libstdc++.so.6
    ldconfig_path libgcc_s.so.1
    ldconfig_path libresolv.so.2
  )
  local library
  for library in $libraries; do
    (cd / && cp --dereference --parents "${library#/}" "$folder")
  done
  printf 'root:x:0:0:root:/root:/sbin/nologin\nloopkeeper:x:10001:10001:loopkeeper:/tmp:/sbin/nologin\n' >"$folder/etc/passwd"
  printf 'root:x:0:\nloopkeeper:x:10001:\n' >"$folder/etc/group"
  printf 'hosts: files dns\n' >"$folder/etc/nsswitch.conf"
  printf 'ID=loopkeeper\nPRETTY_NAME="Loopkeeper, with the C library of %s"\n' \
    "$(. /etc/os-release && echo "$PRETTY_NAME")" >"$folder/etc/os-release"
}

ldconfig_path() {
  { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | sed -n "s|.*$1 (.*x86-64.*) => ||p; s|.*$1 (.*AArch64.*) => ||p" | head -n 1
}
