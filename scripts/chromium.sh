#!/usr/bin/env bash
# Makes sure there is a Chromium for the browser tests: installs Debian's where there is none and we may.
# Where we may not, one sentence says so, and the browser tests are skipped with their reason.
set -eu
for name in "${STRIDEGATE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
    echo "Installing Chromium for the browser tests ..." >&2
    if { $as_root apt-get update -qq &&
        $as_root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "The browser tests will be skipped: they need Chromium, which could not be installed here. Install it, or set STRIDEGATE_CHROMIUM to its path." >&2
