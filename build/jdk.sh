# Sourced by ./pith and ./check: find_jdk25 prints the home of a JDK 25, or says plainly what is missing.

is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25' "$1/release"
}

find_jdk25() {
  local home java
  java=$(command -v javac 2>/dev/null || true)
  # javac on the PATH is often a chain of links into the JDK.
  [ -n "$java" ] && java=$(cd "$(dirname "$(realpath "$java" 2>/dev/null || echo "$java")")/.." && pwd)
  for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "$java" \
      /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/*jdk* /opt/java/* \
      "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && is_jdk25 "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  echo "Pith needs a JDK 25, and none was found in JAVA_HOME, on the PATH or in the usual folders." >&2
  echo "Install one (for example Eclipse Temurin 25) and set JAVA_HOME to it." >&2
  return 1
}
