"""What each kind of page weighs at a first visit behind nginx: `.venv/bin/python -m bench.weights`.

On a copy of the demonstration that `make setup` made, served by the files of ops/. See bench/README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "weights.jsonl"


def main() -> None:
    """Print a table and append its rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-record", action="store_true", help="print only")
    record = not parser.parse_args().no_record
    demonstration = Path(os.environ.get("DATA_DIR", "var"))  # the settings below have data of their own
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django  # noqa: PLC0415 - the settings read the environment above

    django.setup()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - what tests use waits for the settings

    from tests.browser.conftest import LAUNCH_ARGUMENTS  # noqa: PLC0415 - as above
    from tests.browser.test_weight import ADDRESSES  # noqa: PLC0415 - as above
    from tests.browser.weight import SCREENS, visit  # noqa: PLC0415 - as above
    from tests.harness.production.configuration import NAME  # noqa: PLC0415 - as above
    from tests.harness.system_packages import chromium  # noqa: PLC0415 - as above
    from tests.ops.running_site import running_site  # noqa: PLC0415 - as above

    same = {"at": datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")}
    with contextlib.ExitStack() as stack:
        site = stack.enter_context(contextlib.contextmanager(running_site)(demonstration))
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=chromium(), args=LAUNCH_ARGUMENTS)
        print("| page | width | kB | HTML | requests | elements | EcoIndex | CLS |")
        for kind, address in ADDRESSES.items():
            for width in SCREENS:
                found = visit(browser, f"https://{NAME}:{site.port}{address}", width)
                html = found.weights["Document"] / 1000
                columns = (found.requests, found.elements, found.score, found.shift)
                print(f"| {kind} | {width} | {found.total / 1000:.1f} | {html:.1f} |", *columns, sep=" | ", flush=True)
                if record:
                    with RESULTS.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(same | {"page": kind, "width": width} | found.row()) + "\n")
        browser.close()


if __name__ == "__main__":
    main()
