"""Lighthouse's four mobile scores of six kinds of page: `LIGHTHOUSE=…/lighthouse .venv/bin/python -m bench.lighthouse`.

On a copy of the demonstration that `make setup` made, served by the files of ops/ over TLS, without the demonstration's
`noindex`. See bench/README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import re
import sqlite3
import subprocess
import tempfile
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results" / "lighthouse.jsonl"
PAGES = {
    "home": "/",
    "article": "",  # the newest one
    "news": "/actualites/",
    "place": "/trouver-un-referent/?lieu=76600",
    "search": "/recherche/?q=travail",
    "contact": "/contact/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def report(address: str, flags: str, folder: Path) -> dict[str, Any]:
    """What Lighthouse says of one address: on a phone of its own, with its simulated network."""
    file = folder / "report.json"
    command = [
        os.environ.get("LIGHTHOUSE", "lighthouse"), address, "--quiet", "--output=json", f"--output-path={file}",
        f"--chrome-flags={flags}",
    ]  # fmt: skip
    subprocess.run(command, check=True)
    read: dict[str, Any] = json.loads(file.read_text())
    return read


def faults(found: dict[str, Any]) -> list[str]:
    """The audits that cost a category a point."""
    weighing = {
        each["id"] for category in found["categories"].values() for each in category["auditRefs"] if each["weight"]
    }
    scores = {name: audit["score"] for name, audit in found["audits"].items() if name in weighing}
    return [f"{name} {score}" for name, score in scores.items() if score is not None and score < 1]


def main() -> None:
    """Print a table, and append its rows to the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-record", action="store_true", help="print only")
    record = not parser.parse_args().no_record
    demonstration = Path(os.environ.get("DATA_DIR", "var")).resolve()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django  # noqa: PLC0415 - the settings read the environment above

    django.setup()
    from tests.browser.conftest import LAUNCH_ARGUMENTS  # noqa: PLC0415 - as above
    from tests.harness.production.configuration import NAME  # noqa: PLC0415 - as above
    from tests.harness.system_packages import chromium  # noqa: PLC0415 - as above
    from tests.ops.running_site import running_site  # noqa: PLC0415 - as above

    os.environ["CHROME_PATH"] = str(chromium())
    flags = " ".join(
        re.sub(r"=(.* .*)", r'="\1"', each)  # quoted as it wants them
        for each in ["--headless", "--ignore-certificate-errors", *LAUNCH_ARGUMENTS]
    )
    same = {"at": datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        public = _without_notice(demonstration, folder)
        site = stack.enter_context(contextlib.contextmanager(running_site)(public))
        for kind, path in PAGES.items():
            address = f"https://{NAME}:{site.port}{path or newest(public)}"
            found = report(address, flags, folder)
            scores = {name: round(found["categories"][name]["score"] * 100) for name in CATEGORIES}
            print(f"{kind:12}", *(f"{score:>5}" for score in scores.values()), *faults(found), flush=True)
            if record:
                row = same | {"lighthouse": found["lighthouseVersion"], "page": kind} | scores
                with RESULTS.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row | {"faults": faults(found)}) + "\n")


def _without_notice(demonstration: Path, folder: Path) -> Path:
    """The demonstration as a site that is open to search engines."""
    (folder / "media").symlink_to(demonstration / "media")
    target = folder / "portal.sqlite3"
    with (
        contextlib.closing(sqlite3.connect(demonstration / "portal.sqlite3")) as read,
        contextlib.closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
        with written:
            written.execute("UPDATE portal_portalsettings SET is_demonstration = 0")
    return folder


def newest(data: Path) -> str:
    """The address of the newest news item."""
    with contextlib.closing(sqlite3.connect(data / "portal.sqlite3")) as connection:
        (path,) = connection.execute(
            "SELECT url_path FROM wagtailcore_page JOIN news_newspage ON page_ptr_id = id WHERE live"
            " ORDER BY published_on DESC, id DESC LIMIT 1"
        ).fetchone()
    return "/" + str(path).split("/", 2)[2]


if __name__ == "__main__":
    main()
