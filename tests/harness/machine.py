"""A Debian machine of a test's own: what this one has installed, with files, processes and a network of its own.

An overlay lies over the root of this machine, and systemd-nspawn boots systemd in it: users are added, services
enabled and /etc written as an operator would, and all of it is gone afterwards. Root alone may do so. A container image
would have to be fetched; chroot alone has no systemd.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.skipping import leave_out, need

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOT_SECONDS = 600  # five where nothing else runs
# Prepared with this machine's network and users; then it boots with a loopback alone. No package may start a service
# where policy-rc.d stands, which containers often have.
BOOT = """
set -eu
mount -t overlay overlay -o lowerdir=/,upperdir="$1/upper",workdir="$1/work" "$1/root"
rm -f "$1/root/usr/sbin/policy-rc.d" "$1/root/etc/machine-id"
: >"$1/root/etc/machine-id"
mount --bind /dev "$1/root/dev"
mount --bind /proc "$1/root/proc"
chroot "$1/root" /bin/sh -eu /prepare >"$1/prepared" 2>&1
umount "$1/root/dev" "$1/root/proc"
exec systemd-nspawn --quiet --register=no --keep-unit --private-network --kill-signal=SIGKILL --console=pipe \
    --machine="$2" --directory="$1/root" --boot
"""
ENVIRONMENT = {
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
}


class Machine:
    """One that runs. Files written to `upper` before it boots are its own."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.folder, self.process = folder, process

    @property
    def init(self) -> int:
        """The number of its first process, as this machine counts."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else 0

    def run(self, script: str, **variables: str) -> str:
        """Have its root run a script of bash, to the first error; what it said. AssertionError with all of it then."""
        inside = ["nsenter", f"--target={self.init}", "--all", "env", "-i"]
        named = [f"{name}={value}" for name, value in (ENVIRONMENT | variables).items()]
        done = subprocess.run(
            [*inside, *named, "bash", "-euo", "pipefail", "-c", script],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"exit code {done.returncode}:\n{done.stdout[-6000:]}"
        return done.stdout

    def is_up(self) -> bool:
        """Whether systemd has started all that it starts, well or not."""
        with contextlib.suppress(OSError, AssertionError):
            return bool(self.init) and self.run("systemctl is-system-running || true").strip() in {
                "running",
                "degraded",
            }
        return False


@contextlib.contextmanager
def machine(prepare: str, files: dict[str, Path]) -> Iterator[Machine]:
    """Boot one that has these files or folders at these places, and where this shell script ran before, as root."""
    need("systemd-container")
    if os.geteuid():
        leave_out("a machine of its own is root's to start", "as root: make test-full")
    folder = Path(tempfile.mkdtemp(prefix="portal-machine-"))
    for name in ("upper", "work", "root"):
        (folder / name).mkdir(mode=0o755)
    for place, source in files.items():
        target = folder / "upper" / place.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)
    (folder / "upper" / "prepare").write_text(prepare)
    command = ["unshare", "--mount", "sh", "-c", BOOT, "sh", folder, folder.name]
    with (folder / "console").open("wb") as console:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=console, stderr=console)
    started = Machine(folder, process)
    try:
        deadline = time.monotonic() + BOOT_SECONDS
        while not started.is_up():
            told = [
                each.read_text(errors="replace")[-3000:]
                for each in (folder / "prepared", folder / "console")
                if each.exists()
            ]
            assert process.poll() is None, told
            assert time.monotonic() < deadline, told
            time.sleep(0.5)
        yield started
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
