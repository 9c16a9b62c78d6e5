"""Install the programs that tests drive and pip cannot bring: a browser, servers, Java.

Run as ``python -m tests.harness.system_packages [package…]``. Where that is impossible (no apt, not root) it says what
is missing and goes on: the tests concerned are then skipped with the same words, except in CI, where they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADLESS = "chromium-headless-shell"
SERVERS = "/usr/local/sbin:/usr/sbin"  # where Debian keeps them, off the path of whoever is not root


def program(name: str) -> str | None:
    """Path of a program, also of a server that is not on the path of this user, or None."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:{SERVERS}")


def chromium() -> str | None:
    """Path of a Chromium the tests may drive, or None; the one without windows costs two thirds of the other's work."""
    names = (HEADLESS, "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def postgres_bin() -> Path | None:
    """Folder of PostgreSQL's server programs (Debian keeps them off the PATH), newest first, or None."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    debian = Path("/usr/lib/postgresql")
    if debian.is_dir():
        candidates += sorted(
            (each / "bin" for each in debian.iterdir()), key=lambda each: each.parent.name, reverse=True
        )
    return next((each for each in candidates if (each / "initdb").exists() and (each / "pg_ctl").exists()), None)


def imap_server() -> str | None:
    """Path of Dovecot with its IMAP service, or None."""
    server = program("dovecot")
    return server if server and Path("/usr/lib/dovecot/imap").exists() else None


def _there(path: str) -> bool | None:
    return Path(path).exists() or None


def brotli_module() -> Path | None:
    """Path of nginx's module that compresses by brotli, or None."""
    return file if (file := Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")).exists() else None


PACKAGES = {
    "chromium": chromium,
    "postgresql": postgres_bin,
    "dovecot-imapd": imap_server,
    "default-jre-headless": partial(shutil.which, "java"),  # for the HTML validator
    "gcc": partial(shutil.which, "cc"),  # for the clock of tests/harness/clocks.py
    "maven": partial(shutil.which, "mvn"),  # brings the server of tests/harness/s3_server.py
    "prometheus": partial(shutil.which, "promtool"),
    "python3-venv": partial(_there, "/usr/share/doc/python3-venv"),  # Debian's own, for a machine of a test's own
    "libnginx-mod-http-brotli-filter": brotli_module,
    "systemd": partial(shutil.which, "systemd-analyze"),
    "systemd-container": partial(shutil.which, "systemd-nspawn"),
    **{name: partial(program, name) for name in ("age", "curl", "nginx", "npm", "openssl", "redis-server")},
}


def main(wanted: Sequence[str] = tuple(PACKAGES)) -> None:
    """Install what is missing of these packages where apt and root allow it; name it otherwise."""
    missing = _missing(wanted)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        if missing:
            by_hand = f"on Debian, as root: apt-get install {' '.join(missing)}"
            print(f"Missing for some tests: {', '.join(missing)} ({by_hand}).")
        return
    asked = [package for package in missing if package != "chromium"]
    if "chromium" in wanted and shutil.which(HEADLESS) is None:
        asked.append(HEADLESS)
    if asked:
        print(f"→ Installing: {', '.join(asked)}", flush=True)
        _apt_get("update")
        _apt_get("install", "-y", "--no-install-recommends", *asked)
    for package in _missing(wanted):  # a name that a distribution does not know keeps apt from installing the others
        _apt_get("install", "-y", "--no-install-recommends", package)
    if still := _missing(wanted):
        print(f"Could not be installed: {', '.join(still)}.", file=sys.stderr)


def _missing(wanted: Sequence[str]) -> list[str]:
    return [package for package in wanted if PACKAGES[package]() is None]


def _apt_get(*arguments: str) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *arguments], check=False, stdout=subprocess.DEVNULL, env=quiet)


if __name__ == "__main__":
    main(sys.argv[1:] or tuple(PACKAGES))
