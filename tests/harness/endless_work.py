"""Functions of bytes that take all they can get, for the child process of `portal.contained`."""

from __future__ import annotations

import json
import os
import signal
import time


def turn(data: bytes) -> bytes:
    while True:
        pass


def sleep(data: bytes) -> bytes:
    time.sleep(600)
    return data


def swell(data: bytes) -> bytes:
    return b"x" * 2_000_000_000


def recurse(data: bytes) -> bytes:
    return recurse(data)


def fall(data: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return data


def environment(data: bytes) -> bytes:
    return json.dumps(list(os.environ)).encode()
