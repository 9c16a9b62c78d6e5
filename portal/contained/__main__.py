"""The child process of `portal.contained.calling`: limits itself, gives bytes to a function, returns its answer."""

from __future__ import annotations

import importlib
import resource
import signal
import sys

FAILED = 3  # exit code: the function raised; the class of its error stands on stderr, never its text
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGKILL)


def main(function: str, seconds: str, megabytes: str) -> int:
    """Run `module:function` on stdin under limits; return the exit code."""
    most = int(megabytes) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    module, _, name = function.partition(":")
    try:
        answer = getattr(importlib.import_module(module), name)(sys.stdin.buffer.read())
    except MemoryError:
        sys.stderr.write("memory")
        return FAILED
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the caller is told
        sys.stderr.write(type(error).__name__)
        return FAILED
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
