"""Programs of the tests that npm brings: each as a folder of tests/harness with a package.json and its lock file."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

from tests.harness.skipping import leave_out


def installed(here: Path, package: str, *programs: str) -> Path:
    """Folder where `package` of the lock file in `here` is installed; the tests are left out without these programs."""
    if missing := [each for each in ("npm", *programs) if not shutil.which(each)]:
        leave_out(f"not on this machine: {', '.join(missing)}", "as root: make prepare-tests")
    home = Path(settings.BASE_DIR) / ".venv" / here.name
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two workers of the tests may ask at once
        if not (home / "node_modules" / package).is_dir():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(here / name, home)
            # Packages that download more when they are installed are used without that.
            command = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
            subprocess.run(command, cwd=home, check=True)
    return home
