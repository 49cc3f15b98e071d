#!/usr/bin/env bash
# Prints the folder for what tests write: memory where it has 4 GB to spare, else the usual one.
# Stores wait for the disk at each commit, and a test's store outlives no power cut.
room_kb() { df --output=avail -k /dev/shm 2>/dev/null | tail -1; }
free_kb() { awk '/^MemAvailable/ {print $2}' /proc/meminfo 2>/dev/null; }
# One of her own for each user: the tests' PostgreSQL leaves a lock in it that is nobody else's.
mine="/dev/shm/stridegate-tests-$(id -u)"
if [ -z "${TMPDIR:-}" ] && [ "$(room_kb)" -gt 4000000 ] && [ "$(free_kb)" -gt 8000000 ] && mkdir -p "$mine"; then
    echo "$mine"
else
    echo "${TMPDIR:-/tmp}"
fi 2>/dev/null
