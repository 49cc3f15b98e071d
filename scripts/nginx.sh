#!/usr/bin/env bash
# Makes sure there is an nginx for the test of the proxy file: unpacks Debian's into .tools where there is none.
# It is not installed, so that no service begins and no right is needed.
set -eu
cd "$(dirname "$0")/.."
for program in nginx /usr/sbin/nginx .tools/nginx/usr/sbin/nginx; do
    if command -v "$program" >/dev/null 2>&1; then exit 0; fi
done
skipped() {
    echo "The test of the proxy file will be skipped: it needs nginx, which could not be had here. Install nginx-light." >&2
    exit 0
}
command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || skipped
echo "Fetching nginx for the test of the proxy file ..." >&2
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
fetch() { (cd "$folder" && apt-get download -qq nginx >/dev/null 2>&1); }
# A new machine has no list of packages yet.
fetch || { apt-get update -qq >/dev/null 2>&1 && fetch; } || skipped
mkdir -p .tools
dpkg-deb -x "$folder"/nginx_*.deb .tools/nginx
.tools/nginx/usr/sbin/nginx -v 2>/dev/null || { rm -rf .tools/nginx; skipped; }
