"""The dashboard's own launcher: it serves on loopback, and leaves nothing behind."""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

PATIENCE_S = 90


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    command = [sys.executable, "-c", "import cli; cli.main()", "demo", "--port", "8930"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.mark.slow
def test_the_demo_prints_its_address_answers_there_and_cleans_up(
    demo: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert demo.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:\d+", demo.stdout.readline())
    assert address is not None
    assert list(tmp_path.glob("stridegate-demo-*"))

    assert answers(address[0] + "/_stcore/health") == b"ok"

    demo.send_signal(signal.SIGTERM)
    assert demo.wait(PATIENCE_S) == 0
    assert not list(tmp_path.glob("stridegate-demo-*"))


def answers(url: str) -> bytes:
    """The body at an address of ours, as soon as there is one."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.read()
        except OSError as error:
            if time.monotonic() > deadline:
                raise
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            time.sleep(0.2)
