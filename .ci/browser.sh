#!/usr/bin/env bash
# Makes sure that the browser test has a Chromium; never fails, because the test skips without one.
set -uo pipefail

skipped() {
  cat >&2 <<BOX
+------------------------------------------------------------------------------+
|  THE BROWSER TEST WILL BE SKIPPED: there is no Chromium on this machine.     |
+------------------------------------------------------------------------------+
   Why:     $1
   To get:  apt-get install chromium     (Debian)
            dnf install chromium         (Fedora)
            brew install --cask chromium (macOS)
   then run this again. Any of chromium, chromium-browser, google-chrome will do.
+------------------------------------------------------------------------------+
BOX
  exit 0
}

present() {
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}

present && exit 0
command -v apt-get >/dev/null 2>&1 || skipped "it is not installed and there is no apt-get to install it with."

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || skipped "it is not installed and installing needs root."
  as_root=(sudo -n)
fi

export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq >&2 || skipped "apt-get update failed; see above."
"${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium >&2 \
  || skipped "apt-get install failed; see above."
present || skipped "the package was installed but put no chromium on the PATH."
