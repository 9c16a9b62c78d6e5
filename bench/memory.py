"""What the web processes weigh together: `.venv/bin/python -m bench.memory`.

The files of ops/ serve a copy of the demonstration that `make setup` made, with two workers and the packages of
production alone, which `make audit` installs: those of development weigh, too. See bench/README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import re
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "memory.jsonl"
PACKAGES = Path(".venv/audit/portal")
ROUNDS = 2  # of each kind of page


def weight(process: int, field: str) -> float:
    """A sum of the kernel's for one process, in MiB: Pss shares what processes share, Rss does not."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(rf"^{field}:\s+(\d+)", text, re.MULTILINE)[1]) / 1024


def main() -> None:
    """Print what the master and its workers weigh, together and each, at rest and after the pages; append the row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-record", action="store_true", help="print only")
    record = not parser.parse_args().no_record
    demonstration = Path(os.environ.get("DATA_DIR", "var"))  # the settings below have data of their own
    os.environ |= {"WEB_CONCURRENCY": "2"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django  # noqa: PLC0415 - the settings read the environment above

    django.setup()
    from tests.browser.kinds import KINDS, MISSING, STATES  # noqa: PLC0415 - what tests use waits for the settings
    from tests.harness.freezing import family  # noqa: PLC0415 - as above
    from tests.ops.running_site import running_site  # noqa: PLC0415 - as above

    addresses = [address for name, address in (KINDS | STATES).items() if name not in MISSING] * ROUNDS
    row = {"at": datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds"), "pages": len(addresses)}
    with contextlib.contextmanager(running_site)(demonstration, PACKAGES.resolve(strict=True)) as site:
        for when in ("at rest", "after"):
            if when == "after":
                for address in addresses:
                    site.get(address)
            processes = family(site.supervisor.states()["web"][1])
            row[when] = round(sum(weight(each, "Pss") for each in processes), 1)
            row[f"each {when}"] = [round(weight(each, "Pss"), 1) for each in processes]
    print(row)
    if record:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
