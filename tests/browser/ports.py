"""Ports for servers of tests that run beside each other."""

import socket

from ui.launch import LOOPBACK


def unused_port() -> int:
    """A free loopback port of the system's choice, so that two workers do not find the same one."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
