#!/usr/bin/env bash
# Prints the first Python on this machine that Stridegate runs on (3.11 to 3.13).
# A name on the PATH is not enough: version managers leave names that refuse to start.
for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        command -v "$candidate"
        exit 0
    fi
done
echo "Stridegate needs Python 3.11, 3.12 or 3.13 with venv; none was found. Install one, or set PYTHON to its path." >&2
exit 1
