# Sourced by ./mvnw and ./loopkeeper (POSIX sh): exports JAVA_HOME of a JDK 25, or ends with one line that says what to install.
# Order: JAVA_HOME, java on the PATH, then the usual places of distributions, SDKMAN, IDEs and macOS.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[".]' "$1/release" 2>/dev/null
}

find_jdk_25() {
  for candidate in \
    "${JAVA_HOME:-}" \
    "$(dirname "$(dirname "$(readlink -f "$(command -v java 2>/dev/null)" 2>/dev/null)")")" \
    /usr/lib/jvm/* \
    /opt/java/* \
    "${HOME:-}"/.sdkman/candidates/java/25* \
    "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

find_jdk_25 || {
  echo "Loopkeeper needs a JDK 25: install one (for example temurin-25-jdk) or set JAVA_HOME to it." >&2
  exit 2
}
