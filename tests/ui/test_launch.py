"""Where nobody signs in, nobody from elsewhere may be served."""

import socket

import pytest

from ui.launch import LAUNCHED_VARIABLE, free_port, refusal, serve_command, serve_environment

LAUNCHED = {LAUNCHED_VARIABLE: "1"}


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "localhost", "[::1]:8501", "127.0.0.1"])
def test_the_own_computer_is_served(host: str) -> None:
    assert refusal(LAUNCHED, {"Host": host}) is None


@pytest.mark.parametrize(
    ("environment", "headers", "word"),
    [
        ({}, {"Host": "localhost:8501"}, "launcher"),
        ({LAUNCHED_VARIABLE: "0"}, {"Host": "localhost:8501"}, "launcher"),
        (LAUNCHED, {"Host": "stride.example:8501"}, "stride.example"),
        (LAUNCHED, {"Host": "192.0.2.7:8501"}, "192.0.2.7"),
        (LAUNCHED, {"Host": "localhost.example"}, "localhost.example"),
        (LAUNCHED, {"Host": "localhost", "X-Forwarded-For": "192.0.2.7"}, "proxies"),
        (LAUNCHED, {"Host": "localhost", "Forwarded": "for=192.0.2.7"}, "proxies"),
    ],
)
def test_everybody_else_is_refused(environment: dict, headers: dict, word: str) -> None:
    assert word in (refusal(environment, headers) or "")


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert free_port(port) > port


def test_the_app_is_served_on_loopback_and_marked() -> None:
    assert "--server.address=127.0.0.1" in serve_command(8600)
    assert serve_environment({"A": "b"}) == {"A": "b", LAUNCHED_VARIABLE: "1"}
