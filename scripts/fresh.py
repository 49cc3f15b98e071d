"""Tries the README's two commands on machines that have nothing but make, git and Python.

    python scripts/fresh.py docs/evidence/fresh.md [stable testing] [--user runner] [--user root]

Each machine is a minimal Debian made by debootstrap for this run, in a folder that is removed at the
end; in it stands a clone of what is committed here. First an ordinary user, who can install nothing,
runs `make demo` until the page answers, and `make test`; then root does, in a clone of her own. What
became of each goes into the page, each row with its commit; rows of others stay as they are. Needs root,
debootstrap and some 10 GB; takes about half an hour a system on two idle cores. Only the certificates and
the pip settings of this machine are taken along.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
SUITES = ("stable", "testing")
PACKAGES = "make,git,python3,python3-venv,ca-certificates"
#: Of this machine, for whoever fetches packages in the new one.
SETTINGS = re.compile(r"PIP_|SSL_CERT|REQUESTS_CA|CURL_CA|[a-z]+_proxy$", re.IGNORECASE)
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
USERS = ("runner", "root")
DEMO_LIMIT_S, TEST_LIMIT_S = 900, 3600
OPENED = re.compile(r"Stridegate is at (http://\S+)")
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|errors?)\b")
SKIPPED = re.compile(r"^SKIPPED \[(\d+)\] \S+ (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Tried:
    """What became of one command of one user."""

    system: str
    python: str
    user: str
    command: str
    took_s: float
    status: str
    counts: dict[str, int]
    skipped: dict[str, int]
    commit: str

    @property
    def is_green(self) -> bool:
        """True where the command did all it says."""
        return self.status == "ok" and not self.counts.keys() & {"failed", "error", "errors"}


def main(page: Path, suites: Sequence[str], users: Sequence[str]) -> int:
    """Try both commands on each system, write the page, and return the exit status."""
    lack = (
        "root" if os.geteuid() != 0 else next((p for p in ("debootstrap", "git") if not shutil.which(p)), "")
    )
    if lack:
        sys.stderr.write(
            f"make fresh makes whole systems and so needs root and debootstrap; {lack} is missing.\n"
        )
        return 1
    if subprocess.check_output(["git", "status", "--porcelain"], cwd=ROOT, text=True).strip():
        _tell("Note: what is not committed is not tried.")
    tried: list[Tried] = []
    for suite in suites:
        with tempfile.TemporaryDirectory(prefix=f"fresh-{suite}-") as folder:
            for one in _try_system(Path(folder) / "root", suite, users):
                tried.append(one)
                page.parent.mkdir(parents=True, exist_ok=True)
                before = page.read_text(encoding="utf-8") if page.exists() else ""
                page.write_text(_page(tried, before), encoding="utf-8")
    return 0 if all(one.is_green for one in tried) else 1


def _try_system(system: Path, suite: str, users: Sequence[str]) -> Iterator[Tried]:
    _tell(f"Making a minimal Debian {suite} ...")
    subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, system],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    if CERTIFICATES.exists():
        shutil.copy(CERTIFICATES, system / CERTIFICATES.relative_to("/"))
    # A mirror may lag behind the day until which its list says it is good.
    (system / "etc/apt/apt.conf.d/99mirror").write_text('Acquire::Check-Valid-Until "false";\n')
    _inside(system, "root", "useradd --create-home runner", sys.stderr).wait()
    python = subprocess.check_output(["chroot", system, "python3", "--version"], text=True).split()[1]
    release = (system / "etc/debian_version").read_text(encoding="ascii").strip()
    for user in users:
        home = "root" if user == "root" else f"home/{user}"
        subprocess.run(
            ["git", "clone", "--quiet", "--no-hardlinks", ROOT, system / home / "stridegate"], check=True
        )
        _inside(system, "root", f"chown -R {user}: /{home}/stridegate", sys.stderr).wait()
        for command, limit_s in (("demo", DEMO_LIMIT_S), ("test", TEST_LIMIT_S)):
            _tell(f"Debian {suite} ({release}), Python {python}: {user} runs `make {command}` ...")
            log = system / "var" / "log" / f"{user}-{command}.log"
            took_s, status = _run(system, user, f"cd /{home}/stridegate && make {command}", log, limit_s)
            text = log.read_text(encoding="utf-8", errors="replace")
            result = Tried(
                f"Debian {suite} ({release})",
                python,
                user,
                f"make {command}",
                took_s,
                status,
                {kind: int(count) for count, kind in COUNTS.findall(text.rstrip().rpartition("\n")[2])},
                _reasons(text),
                _commit(),
            )
            _tell(f"  {_row(result)}")
            if not result.is_green:
                _tell("\n".join(text.splitlines()[-40:]))
            yield result


def _run(system: Path, user: str, command: str, log: Path, limit_s: float) -> tuple[float, str]:
    """Run to the end, or, where it serves, until its page answers; give the seconds and how it ended."""
    began = time.monotonic()
    with log.open("w", encoding="utf-8") as out:
        process = _inside(system, user, command, out)
        try:
            while time.monotonic() - began < limit_s:
                status = process.poll()
                if status is not None:
                    return time.monotonic() - began, "ok" if status == 0 else f"exit status {status}"
                opened = OPENED.search(log.read_text(encoding="utf-8", errors="replace"))
                if opened and _answers(opened[1]):
                    return time.monotonic() - began, "ok"
                time.sleep(0.5)
            return limit_s, "no end in time"
        finally:
            # Among them the first of its own process space: all others in there end with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _inside(system: Path, user: str, command: str, out: IO[str]) -> "subprocess.Popen[bytes]":
    """Begin a shell command in the system, in process and mount spaces of its own, as this user."""
    kept = {name: value for name, value in os.environ.items() if SETTINGS.match(name)}
    kept = {
        name: value for name, value in kept.items() if not value.startswith("/") or value == str(CERTIFICATES)
    }
    home = "/root" if user == "root" else f"/home/{user}"
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    mounts = (
        f"mount -t proc proc {system}/proc && mount --rbind /dev {system}/dev"
        f" && mount -t tmpfs tmpfs {system}/run"
    )
    # HOME is given by hand: `su -` would drop the settings.
    inner = ["chroot", f"--userspec={user}:{user}", str(system), "bash", "-c", command]
    return subprocess.Popen(
        [
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "bash",
            "-c",
            f'{mounts} && exec "$@"',
            "-",
            *inner,
        ],
        stdout=out,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        env={**kept, "HOME": home, "USER": user, "PATH": path, "LANG": "C.UTF-8"},
    )


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _reasons(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for count, reason in SKIPPED.findall(text):
        found[reason] = found.get(reason, 0) + int(count)
    return found


def _row(one: Tried) -> str:
    minutes, seconds = divmod(round(one.took_s), 60)
    counts = ", ".join(f"{count:,} {kind}" for kind, count in one.counts.items())
    result = counts or ("the page answers" if one.status == "ok" else one.status)
    said = result if one.status == "ok" or not counts else f"{result}; {one.status}"
    which = f"{one.system} | {one.python} | {one.user} | `{one.command}`"
    return f"| {which} | {minutes}:{seconds:02d} | {said} | {one.commit} |"


def _commit() -> str:
    return subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True).strip()


def _kept(before: str, tried: Sequence[Tried], beginning: str) -> list[str]:
    """The lines of the page before that are about what was not tried now."""
    now = [(one.system.split(" (")[0], f" {one.user}", one.command) for one in tried]
    lines = [line for line in before.splitlines() if line.startswith(beginning)]
    return [line for line in lines if not any(all(part in line for part in parts) for parts in now)]


def _page(tried: Sequence[Tried], before: str) -> str:
    cores = len(os.sched_getaffinity(0))
    lines = [
        "# A fresh machine",
        "",
        f"Written by `make fresh`, last on {datetime.now(UTC):%-d %B %Y}, on {cores} cores: a new",
        "minimal Debian with make, git and Python in it and nothing else, a clone of the commit, and the",
        "two commands of the README. `runner` is an ordinary user, who can install no system package;",
        "`root` comes after her. The first command of each also makes the virtual environment.",
        "",
        "| system | Python | user | command | min:s | result | commit |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *sorted([*_kept(before, tried, "| Debian"), *map(_row, tried)]),
        "",
        "## What was skipped, and why",
        "",
    ]
    lines.extend(_kept(before, tried, "- Debian"))
    for one in tried:
        lines.extend(
            f"- {one.system}, {one.user}, {one.command}: {count} – {reason}"
            for reason, count in one.skipped.items()
        )
    return "\n".join(lines) + "\n"


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", type=Path)
    parser.add_argument("suites", nargs="*", default=SUITES)
    parser.add_argument("--user", action="append", choices=USERS)
    given = parser.parse_args()
    sys.exit(main(given.page, given.suites, given.user or USERS))
