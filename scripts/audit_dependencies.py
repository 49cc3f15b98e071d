"""Looks the locked packages up in an advisory database: a known vulnerability fails, no answer is a line.

`python scripts/audit_dependencies.py requirements.lock` exits with 1 where a vulnerability is known.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

#: For the whole of it: `make check` must not hang where there is no network.
LIMIT_S = 60
COMMAND = ("pip-audit", "--no-deps", "--disable-pip", "--timeout", "5", "--progress-spinner", "off")


def main(lock: Path) -> int:
    """Audit the lock file and return the exit status."""
    command = [*COMMAND, "--format", "json", "--requirement", str(lock)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S)  # noqa: S603  our own words
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except FileNotFoundError:
        return _skip("pip-audit is not installed")
    except subprocess.TimeoutExpired:
        return _skip(f"the advisory database did not answer in {LIMIT_S} s")
    except (ValueError, KeyError):
        return _skip("the advisory database cannot be reached")
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    found = [(package, fault) for package in packages for fault in package.get("vulns", ())]
    for package, fault in found:
        mended = ", ".join(fault["fix_versions"]) or "no version yet"
        _tell(f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}")
    if found:
        return 1
    if len(unknown) == len(packages):
        return _skip("the advisory database knows none of the packages")
    if unknown:
        _tell(f"No answer about {len(unknown)} of {len(packages)} packages: {', '.join(unknown)}")
    _tell(f"No known vulnerability in {len(packages) - len(unknown)} locked packages.")
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _skip(why: str) -> int:
    _tell(f"Vulnerabilities were NOT looked up: {why}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
