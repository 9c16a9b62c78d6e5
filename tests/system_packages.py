"""Install the programs that tests drive and pip cannot bring: a browser, a database server, an IMAP server.

Run as ``python -m tests.system_packages``. Where that is impossible (no apt, not root) it says what is missing and
goes on: the tests concerned are then skipped with the same words, except in CI, where they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path


def chromium() -> str | None:
    """Path of a Chromium the tests may drive, or None."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


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
    server = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return server if server and Path("/usr/lib/dovecot/imap").exists() else None


PACKAGES = {"chromium": chromium, "postgresql": postgres_bin, "dovecot-imapd": imap_server} | {
    program: partial(shutil.which, program) for program in ("nginx", "redis-server", "openssl")
}


def main() -> None:
    """Install what is missing where apt and root allow it; name it otherwise."""
    missing = [package for package, find in PACKAGES.items() if find() is None]
    if not missing:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print(
            f"Missing for some tests: {', '.join(missing)} (on Debian, as root: apt-get install {' '.join(missing)})."
        )
        return
    print(f"→ Installing for the tests: {', '.join(missing)}", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=False, **quiet)
    still = [package for package in missing if PACKAGES[package]() is None]
    if still:
        print(f"Could not be installed: {', '.join(still)}.", file=sys.stderr)


if __name__ == "__main__":
    main()
