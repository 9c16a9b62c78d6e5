"""Compare locked packages with the first advisory base that answers: PyPI's own, else OSV's or its mirror (OSV_URL).

    ops/advisories.py requirements/portal.txt…

Ends with 0 when no weakness is known, 1 when one is (its line says since which version it is mended), 3 when no base
answers: then nothing was checked, and the site is neither known to be safe nor to be weak. Runs in the environment of
`make audit`, with pip-audit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

NONE, KNOWN, UNREACHABLE = 0, 1, 3
BASES = (
    ("PyPI", ("--vulnerability-service", "pypi")),
    ("OSV", ("--vulnerability-service", "osv", "--osv-url", os.environ.get("OSV_URL", "https://api.osv.dev/v1/query"))),
)


def asked(base: tuple[str, ...], *files: str | Path) -> list[dict[str, Any]] | None:
    """What a base says of the packages of requirements files; None where it does not answer, or does not know them."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip_audit", *base, "--disable-pip", "--no-deps", "--progress-spinner", "off"]
        command += ["--format", "json", "--output", str(report)]
        for file in files:
            command += ["--requirement", str(file)]
        subprocess.run(command, capture_output=True, check=False)
        if not report.exists() or not report.read_text():
            return None
        found = json.loads(report.read_text())["dependencies"]
    # A base that does not know a package which every index has is a mirror without advisories: it answers for nothing.
    return None if any("skip_reason" in each for each in found) else found


def first_of(file: str) -> str:
    """The first package of a requirements file, without its hashes."""
    return next(line.split(" ")[0] for line in Path(file).read_text().splitlines() if "==" in line)


def main(files: list[str]) -> int:
    """Print what is known; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.txt"
        probe.write_text(first_of(files[0]) + "\n")
        answering = [(name, base) for name, base in BASES if asked(base, probe) is not None][:1]
    for name, base in answering:
        found = asked(base, *files)
        if found is None:
            break
        weak = [(each, what) for each in found for what in each["vulns"]]
        for each, what in weak:
            mended = ", ".join(what["fix_versions"]) or "in no version"
            print(f"{each['name']} {each['version']}: {what['id']} ({', '.join(what['aliases'])}), mended {mended}")
        print(f"{len(found)} locked packages compared with the advisories of {name}, weaknesses known: {len(weak)}.")
        return KNOWN if weak else NONE
    print(
        "NOT CHECKED: no advisory base answers (PyPI's, OSV's). Run this where one does, or name a mirror by OSV_URL."
    )
    return UNREACHABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
