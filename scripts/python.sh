#!/usr/bin/env bash
# Prints the first Python on this machine that Stridegate runs on (3.11 to 3.15), or one sentence and status 1.
# A name on the PATH is not enough: version managers leave names that refuse to start.
fits() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 15))' 2>/dev/null
}
if [ -n "${PYTHON:-}" ]; then
    if fits "$PYTHON"; then command -v "$PYTHON"; exit 0; fi
    echo "PYTHON names $PYTHON, which is no Python 3.11 to 3.15 with venv. Name another, or unset PYTHON." >&2
    exit 1
fi
for candidate in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do
    if fits "$candidate"; then command -v "$candidate"; exit 0; fi
done
echo "Stridegate needs Python 3.11 to 3.15 with venv, and found none. Install one (on Debian: apt-get install python3 python3-venv), or set PYTHON to its path." >&2
exit 1
