#!/usr/bin/env bash
# Makes sure there is a Chromium for the browser tests; installs Debian's where there is none and we may.
set -eu
for name in "${STRIDEGATE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
if command -v apt-get >/dev/null 2>&1 && { [ -z "$as_root" ] || command -v sudo >/dev/null 2>&1; }; then
    echo "Installing Chromium for the browser tests ..." >&2
    $as_root apt-get update -qq
    $as_root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
else
    echo "The browser tests need Chromium: install it, or set STRIDEGATE_CHROMIUM to its path." >&2
    exit 1
fi
