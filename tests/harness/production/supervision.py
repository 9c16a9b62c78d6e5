"""Supervision (process manager) by supervisord: it starts what a portal needs, and starts again what dies.

Chosen because it is kept, restarts one program at a time and can hand several of them one listening socket, as systemd
does. honcho ends all programs when one dies; circus does as much, on top of tornado and ZeroMQ.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xmlrpc.client import ServerProxy

from supervisor.xmlrpc import SupervisorTransport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

STOP_SECONDS = 40  # more than gunicorn gives the requests in hand
START_SECONDS = 600  # of a machine that does much else; two or three of one that does not
UP = "RUNNING"
CLOSED_BELOW = 128  # numbers of files that a program does not get from its supervisor


@dataclass(frozen=True)
class Program:
    """A command that runs in the foreground. Copies are called name-1, name-2…

    With a `port`, that port is opened by the supervisor and handed to the copies as their standard input: it outlives
    each of them, so that who connects while one is replaced is answered by another.
    """

    name: str
    command: str
    user: str = ""
    stop: str = "TERM"
    copies: int = 1
    port: int = 0
    at_once: bool = True

    def section(self, turn: int, folder: Path) -> str:
        """Its part of supervisord.conf. It ends with the supervisor, however that one ends (--pdeathsig)."""
        numbered = "%(program_name)s-%(process_num)d" if self.copies > 1 else "%(program_name)s"
        values = {
            "command": f"setpriv --pdeathsig {self.stop} {self.command.replace('%', '%%')}",
            "process_name": numbered,
            "numprocs": self.copies,
            "numprocs_start": 1,
            "priority": turn,
            "autostart": self.at_once,
            "autorestart": True,
            "startretries": 20,
            "stopsignal": self.stop,
            "stopasgroup": self.command.startswith("sh "),  # a shell would leave its child behind
            "killasgroup": True,
            "stopwaitsecs": STOP_SECONDS,
            "redirect_stderr": True,
            "stdout_logfile": f"{folder}/{numbered}.log",
            **({"socket": f"tcp://127.0.0.1:{self.port}", "socket_backlog": 1024} if self.port else {}),
            **({"user": self.user} if self.user else {}),
            **({"environment": 'PORTAL_NODE="%(process_num)d"'} if self.copies > 1 else {}),
        }
        return _section(f"{'fcgi-' if self.port else ''}program:{self.name}", values)


def _section(name: str, values: dict[str, object]) -> str:
    return "\n".join([f"[{name}]", *(f"{key}={value}" for key, value in values.items()), ""])


class Controls:
    """What a supervisor does when it is asked, over the socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "supervisor.sock"

    def ask(self, method: str, *values: str) -> Any:
        """Call a method of the supervisor. A connection of its own each time: the library keeps one that broke."""
        way = SupervisorTransport(None, None, f"unix://{self.socket}")
        with ServerProxy("http://127.0.0.1", way) as server:
            return getattr(server.supervisor, method)(*values)

    def states(self) -> dict[str, tuple[str, int]]:
        """State (« RUNNING »…) and process number of each program."""
        return {each["name"]: (each["statename"], each["pid"]) for each in self.ask("getAllProcessInfo")}

    def start(self, *names: str) -> None:
        """Start programs, all their copies, and wait until they run."""
        for name in names:
            self.ask("startProcessGroup", name)

    def stop(self, name: str) -> None:
        """Stop one program or copy, and wait for its end."""
        self.ask("stopProcess", self._full(name))

    def restart(self, name: str) -> None:
        """Stop one program or copy, and start it."""
        self.stop(name)
        self.ask("startProcess", self._full(name))

    def kill(self, name: str) -> None:
        """End it without a word, for the supervisor to start it again."""
        os.kill(self.states()[name][1], signal.SIGKILL)

    def _full(self, name: str) -> str:
        return next(f"{each['group']}:{name}" for each in self.ask("getAllProcessInfo") if each["name"] == name)


class Supervisor(Controls):
    """Programs that start in the order given and stop in the contrary one, when the `with` block ends.

    Those that are not to run at once wait for `start`. Everything they say stands in `folder`, a file each. All of them
    have the open files whose numbers are `handed`.
    """

    def __init__(
        self,
        folder: Path,
        programs: Sequence[Program],
        environment: Mapping[str, str],
        here: Path,
        handed: Sequence[int] = (),
    ) -> None:
        super().__init__(folder)
        self.handed = handed
        self.environment, self.here, self.file = environment, here, folder / "supervisord.conf"
        own = {"nodaemon": True, "childlogdir": folder, "minfds": CLOSED_BELOW}
        own |= {"logfile": folder / "supervisord.log", "pidfile": folder / "supervisord.pid"}
        rpc = {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"}
        sections = [
            _section("unix_http_server", {"file": self.socket}),
            _section("supervisord", own),
            _section("rpcinterface:supervisor", rpc),
            _section("supervisorctl", {"serverurl": f"unix://{self.socket}"}),
            *(each.section(turn, folder) for turn, each in enumerate(programs)),
        ]
        self.file.write_text("\n".join(sections))

    def __enter__(self) -> Supervisor:
        command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "supervisor.supervisord", "-c", self.file]
        with (self.folder / "supervisord.out").open("wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=self.here,
                env=self.environment,
                stdout=out,
                stderr=out,
                pass_fds=self.handed,
                start_new_session=True,  # Ctrl-C is for who started it; the programs are stopped in their order
            )
        self.until(lambda: self.ask("getState")["statename"] == UP, "supervisord")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    def until(self, holds: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
        """Wait until it holds; TimeoutError with what the programs said last when it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if holds():
                    return
            except OSError:  # nobody listens yet
                pass
            time.sleep(0.2)
        said = [f"{each.name}:\n{each.read_text(errors='replace')[-1500:]}" for each in self.folder.glob("*.log")]
        raise TimeoutError("\n".join([f"{what} did not come about", *said]))
