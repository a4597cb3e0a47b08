# Sourced by ./loopkeeper and worker-image/benchmarks/run (bash), with $root set: builds a module's jar if a source is newer.

# Sources that go into the jars, and what says how to build them. Directories count too: a deleted file changes its directory only.
out_of_date() {
  [ -f "$stamp" ] || return 0
  local paths=()
  for path in "$root"/{,*/,*/*/}{pom.xml,src/main}; do
    [ ! -e "$path" ] || paths+=("$path")
  done
  [ -n "$(find "${paths[@]}" "$root/.mvn" -newer "$stamp" -print -quit)" ]
}

build() {
  local begun=$stamp.new log=$target/$name-build.log
  echo "$name: building (the first time takes about a minute; log: $log)" >&2
  # Edits made while the build runs have to count as newer than it, so the stamp is from its beginning.
  touch "$begun"
  if ! (cd "$root" && ./mvnw --batch-mode --quiet --projects "$modules" --also-make \
    -Dmaven.test.skip=true -Dspotless.check.skip=true package) >"$log" 2>&1; then
    grep -m 20 '^\[ERROR\]' "$log" >&2 || tail -n 20 "$log" >&2
    echo "$name: the build failed; the whole log is $log" >&2
    exit 2
  fi
  mv "$begun" "$stamp"
}

# build_if_out_of_date NAME TARGET MODULES: NAME is for messages and files, TARGET the folder with the stamp, MODULES what Maven builds.
build_if_out_of_date() {
  local name=$1 target=$2 modules=$3
  local stamp=$target/$name.stamp
  out_of_date || return 0
  mkdir -p "$target"
  # Starts at the same time wait for one build. The lock is the open file's, so it goes with the process.
  if command -v flock >/dev/null; then
    exec 9>"$target/$name.lock"
    flock --nonblock 9 || { echo "$name: waiting for the build of another start" >&2 && flock 9; }
  fi
  ! out_of_date || build
  exec 9>&-
}
