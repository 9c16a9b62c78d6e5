"""Sandboxed call: a function of bytes runs in a child process under resource limits.

    answer = call("directory.contact.inbox.parsing:read_as_json", raw)

The child gets the bytes and nothing else: no setting, no secret, no connection. A process for each call costs a tenth
of a second; in return nothing of one input is left when the next one comes. Processor time decides rather than the
clock, so that a busy machine condemns nobody.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.contained import __main__ as child

_ROOT = Path(__file__).resolve().parents[2]
_KEPT_OF_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")  # what an interpreter may need to start


class NotDoneError(Exception):
    """The function gave no answer; the text is one word: "time", "memory", "crash", or the class of the error."""


@dataclass(frozen=True)
class Limits:
    """What one call may take: seconds of processor, seconds on the clock, megabytes of address space."""

    processor: int = 5
    clock: int = 30
    megabytes: int = 512


def call(function: str, data: bytes, limits: Limits = Limits()) -> bytes:
    """What `module:function` makes of the bytes, in a child process. Raises NotDoneError and nothing else."""
    command = [sys.executable, "-B", "-m", child.__spec__.name, function, str(limits.processor), str(limits.megabytes)]
    environment = {name: os.environ[name] for name in _KEPT_OF_ENVIRONMENT if name in os.environ}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=_ROOT, env=environment, start_new_session=True
    ) as process:
        try:
            answer, error = process.communicate(data, timeout=limits.clock)
        except subprocess.TimeoutExpired:
            raise NotDoneError("time") from None
        finally:
            # The child is the first of a group of its own: a converter that it started ends with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode == 0:
        return answer
    if process.returncode == child.FAILED:
        raise NotDoneError(error.decode("ascii", "replace").strip()[-80:] or "crash")
    raise NotDoneError("time" if -process.returncode in child.OUT_OF_TIME else "crash")
