"""A remembered page through nginx beside the same bytes as a file, by wrk: `.venv/bin/python -m bench.edge`.

The example of ops/nginx starts as it stands in front of gunicorn, Redis and SQLite, with the demonstration that
`make setup` made; a second nginx of one line serves the same compressed bytes from a folder, over TLS like the first.
Both are asked by turns. See bench/README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import re
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.ops.running_site import Site

RESULTS = Path(__file__).parent / "results" / "edge.jsonl"
ROUNDS, SECONDS, CONNECTIONS = 5, 6, 16
PATHS = ("/", "/actualites/", "/etablissements/")
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def asked(port: int, path: str, host: str, encoding: str) -> dict[str, float]:
    """What wrk says of one run on one thread: requests a second, milliseconds at p50 and p99."""
    headers = [f"-HHost: {host}", f"-HAccept-Encoding: {encoding}"]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *headers]
    told = subprocess.run(
        [*command, f"https://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    percentiles = {
        name: float(value) * UNITS[unit] for name, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(\w+)", told)
    }
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert rate is not None  # noqa: S101 - a wrk that says something else measures nothing
    return {"rate": float(rate[1]), "p50": percentiles["50"], "p99": percentiles["99"]}


@contextlib.contextmanager
def a_folder(site: Site, port: int) -> Any:
    """A second nginx that serves what is written to the folder it yields, as it is."""
    from tests.harness.system_packages import program  # noqa: PLC0415 - Django comes first

    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "pages").mkdir()
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        file = folder / "nginx.conf"
        file.write_text(
            f"daemon off; pid {folder}/pid; worker_processes 1; events {{}} "
            f"http {{ access_log {folder}/log; {temporary}"
            f"server {{ listen 127.0.0.1:{port} ssl http2; ssl_certificate {site.folder}/fullchain.pem;"
            f"ssl_certificate_key {site.folder}/privkey.pem; root {folder}/pages; default_type text/html; }} }}"
        )
        process = subprocess.Popen([str(program("nginx")), "-e", "stderr", "-c", file])
        try:
            yield folder / "pages"
        finally:
            process.terminate()
            process.wait()


def main() -> None:
    """Print a table, and append its rows to the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-record", action="store_true", help="print only")
    options = parser.parse_args()
    demonstration = Path(os.environ.get("DATA_DIR", "var")).resolve()  # before the settings choose their own
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django  # noqa: PLC0415 - the settings read the environment above

    django.setup()
    from tests.harness.on_postgres import free_port  # noqa: PLC0415
    from tests.harness.production.configuration import NAME  # noqa: PLC0415
    from tests.ops.running_site import another_nginx, running_site  # noqa: PLC0415

    at = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
    for site in running_site(demonstration):
        port = free_port()
        # Readers of this bench come from one address, which the example would refuse.
        unlimited = {"rate=30r/s": "rate=1000000r/s", "burst=200": "burst=100000"}
        with another_nginx(site, **unlimited) as edge, a_folder(site, port) as pages:
            print(
                f"{'page':20}{'encoding':>9}{'bytes':>8}{'nginx':>9}{'file':>9}{'ratio':>7}{'p50':>7}{'p99':>7}{'p99/p50':>9}"
            )
            for path in PATHS:
                for encoding in ("br", "gzip"):
                    row = compared(edge, pages, port, path, encoding, NAME)
                    shown = f"{row['bytes']:>8}{row['nginx']:>9.0f}{row['file']:>9.0f}{row['ratio']:>7.2f}"
                    print(
                        f"{path:20}{encoding:>9}{shown}{row['p50']:>7.2f}{row['p99']:>7.2f}{row['p99/p50']:>9.2f}",
                        flush=True,
                    )
                    if not options.no_record:
                        with RESULTS.open("a", encoding="utf-8") as file:
                            file.write(json.dumps({"at": at, "page": path, "encoding": encoding, **row}) + "\n")


def compared(edge: Site, pages: Path, port: int, path: str, encoding: str, host: str) -> dict[str, Any]:
    """Medians of some rounds, in which the page and the file are asked by turns."""
    address = f"https://127.0.0.1:{edge.port}{path}"
    fetched = ["curl", "-sk", "-H", f"Host: {host}", "-H", f"Accept-Encoding: {encoding}", address]
    body = subprocess.run(fetched, check=True, capture_output=True).stdout
    (pages / "page").write_bytes(body)
    rounds = [(asked(edge.port, path, host, encoding), asked(port, "/page", host, encoding)) for _ in range(ROUNDS)]
    mine, its = (
        {key: statistics.median(each[side][key] for each in rounds) for key in ("rate", "p50", "p99")}
        for side in (0, 1)
    )
    return {
        "bytes": len(body), "nginx": mine["rate"], "file": its["rate"],
        "ratio": round(statistics.median(a["rate"] / b["rate"] for a, b in rounds), 2),
        "p50": round(mine["p50"], 2), "p99": round(mine["p99"], 2),
        "p99/p50": round(statistics.median(a["p99"] / a["p50"] for a, _ in rounds), 2),
        "file p99/p50": round(statistics.median(b["p99"] / b["p50"] for _, b in rounds), 2),
    }  # fmt: skip


if __name__ == "__main__":
    main()
