"""Half an hour of visitors against a whole production, then twenty times as many for a minute: what they met.

Ends with an error when anybody met what docs/operating.md does not allow, or when a request was lost.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.load.prober import PAGES
from tests.harness.freezing import family
from tests.harness.on_postgres import free_port
from tests.harness.production.configuration import ROOT, with_programs
from tests.harness.production.supervision import Controls
from tests.harness.production.whole import Production, production, variables_of, workers

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parent.parent / "results" / "load.jsonl"
LOCUST = ROOT / ".venv" / "load" / "bin" / "locust"
TIMES = 20  # the spike, in crowds
SLOW_MS = 1000  # whoever waited for longer felt it
SPIKE_SECONDS, AFTER_SECONDS, OVER_SECONDS = 60, 60, 5
QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "longest": 1.0}
MAIL_SECONDS = 300  # for the last mails to arrive
MADE = """
import json
from django.contrib.auth import get_user_model
from django_otp.plugins.otp_totp.models import TOTPDevice
import base64
from home.setup import page_tree
from news.models import NewsCategory
user, _ = get_user_model().objects.get_or_create(username="charge", defaults={"email": "charge@portail.example",
    "is_superuser": True, "is_staff": True})
user.set_password(%(password)r); user.save()
TOTPDevice.objects.filter(user=user).delete()
device = TOTPDevice.objects.create(user=user, name="application", confirmed=True)
print(json.dumps({"username": "charge", "password": %(password)r, "parent": page_tree.pages()["news"].pk,
    "key": base64.b32encode(device.bin_key).decode(), "category": NewsCategory.objects.first().pk}))
"""


def main() -> int:
    """Print as it goes; append the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--visitors", type=int, default=60)
    parser.add_argument("--no-spike", action="store_true")
    parser.add_argument("--no-record", action="store_true", help="print only")
    parser.add_argument("--on", metavar="FOLDER", help="a production that runs (make production-demo says its folder)")
    options = parser.parse_args()
    if not LOCUST.exists():
        sys.exit("Not on this machine: locust. Try: make load")
    with running(options.on) as found, tempfile.TemporaryDirectory() as folder:
        return Load(found, Path(folder), options).run()


@contextlib.contextmanager
def running(folder: str | None) -> Iterator[Production]:
    """A production of its own, or one that runs."""
    if folder is None:
        with production(free_port(), free_port(), lambda text: print(f"→ {text}", flush=True)) as made:
            yield made
        return
    at, values = Path(folder), variables_of(Path(folder))
    yield Production(values["PORTAL_URL"], at, ROOT, Controls(at), with_programs(values), "")


def megabytes(processes: list[int]) -> float:
    """What processes weigh together: PSS shares what they share."""
    total = 0
    for each in processes:
        with contextlib.suppress(OSError):  # it has ended
            text = Path(f"/proc/{each}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])
    return round(total / 1024, 1)


def worked(process: int) -> float:
    """Seconds of processor time of a process and all that it started, those that have ended included."""
    total = 0
    for each in family(process):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(") ")[2].split()
            total += sum(map(int, fields[11:15]))  # its own in user and kernel mode, and those of children that ended
    return total / os.sysconf("SC_CLK_TCK")


def slope(points: list[tuple[float, float]]) -> float:
    """Of the line that fits best (least squares)."""
    if len(points) < 2:
        return 0.0
    x0, y0 = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((x - x0) * (y - y0) for x, y in points) / sum((x - x0) ** 2 for x, _ in points)


def times_by_kind(rows: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Milliseconds of every answer of a kind."""
    found: dict[str, list[float]] = defaultdict(list)
    for each in rows:
        found[each["kind"]] += each["ms"]
    return found


def quantile(times: list[float], share: float) -> float:
    """The smallest time that so large a share does not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] if times else 0.0


class Load:
    """One run."""

    def __init__(self, at: Production, folder: Path, options: argparse.Namespace) -> None:
        self.at, self.folder, self.options = at, folder, options
        self.begun = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
        self.name = secrets.token_hex(3)
        self.memory: list[tuple[float, float]] = []
        self.work: dict[str, float] = {}
        self.wrong: list[str] = []

    def run(self) -> int:
        """The crowd, the spike beside it, and what is left to count."""
        made = MADE % {"password": secrets.token_urlsafe(12)}
        manage = [sys.executable, "manage.py", "shell", "-v0", "-c", made]
        told = subprocess.run(manage, cwd=ROOT, env=self.at.environment, check=True, capture_output=True, text=True)
        editor = told.stdout.strip().splitlines()[-1]
        seconds = self.options.minutes * 60
        spike = 0 if self.options.no_spike else SPIKE_SECONDS + AFTER_SECONDS
        base = self.crowd(self.name, self.options.visitors, seconds + spike, editor, network=1)
        probes = self.folder / "probes.jsonl"
        prober = subprocess.Popen([sys.executable, "-m", "bench.load.prober", self.at.url, probes], cwd=ROOT)
        start = time.monotonic()
        started = time.time()
        before = self.processor()
        self.watch(start, seconds)
        for name, used in self.processor().items():
            self.work[name] = round(used - before.get(name, 0), 1)
        if spike:
            more = self.crowd(f"{self.name}s", self.options.visitors * (TIMES - 1), SPIKE_SECONDS, "", network=2)
            more.wait()
            stopped = float((self.folder / f"{self.name}s.stopped").read_text())
        base.wait()
        prober.kill()
        prober.wait()
        rows = self.rows(self.name)
        probed = [json.loads(line) for line in probes.read_text().splitlines() if line.endswith("}")]
        cut = started + seconds
        usual = [each for each in rows if each["second"] < cut]
        self.report("usual", usual)
        if spike:
            self.report("spike", self.rows(f"{self.name}s"))
            self.report("usual, in the spike", [each for each in rows if cut <= each["second"] < stopped])
            # An editor publishes for longer than a second on the quietest day: what is usual is not the spike's.
            slow = {kind for kind, found in times_by_kind(usual).items() if quantile(found, 0.95) > SLOW_MS}
            met = [
                (each["second"] + 1, max(each["ms"]), not each["refused"]) for each in rows if each["kind"] not in slow
            ]
            print(f"\nNot asked whether they are over it, since slow on any day: {', '.join(sorted(slow)) or 'none'}")
            self.over("visitors", met, stopped)
            for kind in PAGES:
                mine = [each for each in probed if each["kind"] == kind]
                met = [(each["at"] + each["ms"] / 1000, each["ms"], each["status"] == 200) for each in mine]
                self.over(f"prober, {kind}", met, stopped)
        self.probed("usual", [each for each in probed if each["at"] < cut])
        if spike:
            self.probed("in the spike", [each for each in probed if cut <= each["at"] < stopped])
        self.delivered([self.name, *([f"{self.name}s"] if spike else [])])
        print("\n".join(["", *(f"WRONG: {each}" for each in self.wrong)] if self.wrong else ["", "Nothing was wrong."]))
        return bool(self.wrong)

    def crowd(self, name: str, visitors: int, seconds: float, editor: str, *, network: int) -> subprocess.Popen:
        """Locust with so many visitors for so long; who comes in a spike comes within five seconds."""
        rate = max(1, visitors // (5 if network == 2 else 30))
        command = [LOCUST, "-f", Path(__file__).with_name("visitors.py"), "--headless", "--host", self.at.url]
        command += [
            "-u",
            str(visitors),
            "-r",
            str(rate),
            "-t",
            f"{int(seconds)}s",
            "--only-summary",
            "--stop-timeout",
            "0",
        ]
        settings = {"LOAD_FOLDER": str(self.folder), "LOAD_NAME": name, "LOAD_NETWORK": str(network)}
        settings |= {"LOAD_EDITOR": editor} if editor else {}
        said = (self.folder / f"{name}.log").open("w")
        return subprocess.Popen(command, env=os.environ | settings, stdout=said, stderr=said, cwd=self.folder)

    def processor(self) -> dict[str, float]:
        """Seconds that each program has worked, nodes and senders together."""
        found: Counter[str] = Counter()
        for name, (_, number) in self.at.supervisor.states().items():
            found[name.rstrip("-0123456789")] += worked(number)
        return found

    def watch(self, start: float, seconds: float) -> None:
        """Note each minute what the web processes weigh."""
        while True:
            past = time.monotonic() - start
            states = self.at.supervisor.states()
            masters = [number for name, (_, number) in states.items() if name.startswith("web")]
            web = [*masters, *(each for master in masters for each in workers(master))]
            weight = megabytes(web)
            self.memory.append((past / 60, weight))
            self.record({"what": "memory", "minute": round(past / 60, 1), "MB": weight, "processes": len(web)})
            print(f"  {past / 60:5.1f} min: {weight} MB in {len(web)} processes", flush=True)
            if past >= seconds:
                return
            time.sleep(min(60, max(1, seconds - past)))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """What a crowd met, second by second."""
        file = self.folder / f"{name}.jsonl"
        if not file.exists():
            raise RuntimeError((self.folder / f"{name}.log").read_text()[-3000:])
        return [json.loads(line) for line in file.read_text().splitlines()]

    def report(self, when: str, rows: list[dict[str, Any]]) -> None:
        """Requests, refusals and times by kind."""
        times = times_by_kind(rows)
        refused: dict[str, Counter[str]] = defaultdict(Counter)
        for each in rows:
            refused[each["kind"]].update(each["refused"])
        seconds = [each["second"] for each in rows]
        span = max(seconds, default=0) - min(seconds, default=0) + 1
        print(f"\n| {when} | requests | refused | {' | '.join(QUANTILES)} |\n| --- |{' --: |' * 6}")
        for kind, found in sorted(times.items(), key=lambda each: -len(each[1])):
            row = {name: round(quantile(found, share)) for name, share in QUANTILES.items()}
            met = ", ".join(f"{count} of {what}" for what, count in refused[kind].items())
            print(f"| {kind} | {len(found)} | {met or '0'} |", " | ".join(map(str, row.values())), "|", flush=True)
            same = {"what": "answers", "when": when, "kind": kind, "requests": len(found), "seconds": span}
            self.record(same | {"refused": dict(refused[kind])} | row)
            wrong = {what for what in refused[kind] if when == "usual" or "polite" not in what}
            self.wrong += [f"{when}, {kind}: {refused[kind][what]} of {what}" for what in wrong]
        every = [each for found in times.values() for each in found]
        print(
            f"\n{len(every)} requests in {span} s, {len(every) / span:.1f} a second; p95 {quantile(every, 0.95):.0f} ms"
        )
        if when == "usual":
            for name, used in sorted(self.work.items(), key=lambda each: -each[1]):
                cost = {
                    "seconds": used,
                    "of one processor": round(used / span, 3),
                    "ms a request": round(1000 * used / len(every), 2),
                }
                print(f"{name}: {cost}")
                self.record({"what": "processor", "program": name} | cost)
            tilt = slope(self.memory[len(self.memory) // 3 :])
            first, last = self.memory[0][1], self.memory[-1][1]
            print(f"Memory (PSS) {first} → {last} MB, {tilt:+.2f} MB a minute over the last two thirds")
            self.record({"what": "slope", "MB a minute": round(tilt, 3), "first": first, "last": last})

    def over(self, who: str, met: list[tuple[float, float, bool]], stopped: float) -> None:
        """How many seconds after the spike the last answer came that was a refusal, or had been waited for a second."""
        late = [at - stopped for at, ms, is_good in met if at > stopped and (ms > SLOW_MS or not is_good)]
        lasted = round(max(late, default=0), 1)
        print(f"\n{who}: over {lasted} s after the spike (wanted: {OVER_SECONDS})")
        self.record({"what": "over", "who": who, "seconds": lasted})
        if lasted > OVER_SECONDS:
            self.wrong.append(f"{who}: the spike is felt {lasted} s after it stopped")

    def probed(self, when: str, rows: list[dict[str, Any]]) -> None:
        """What newcomers met who come before all else on this machine."""
        for kind in PAGES:
            mine = [each for each in rows if each["kind"] == kind]
            times = [each["ms"] for each in mine if each["status"] == 200]
            other = dict(Counter(str(each["status"]) for each in mine if each["status"] != 200))
            row = {"asked": len(mine), "refused": other} | {
                name: round(quantile(times, share)) for name, share in QUANTILES.items()
            }
            print(f"Prober, {kind}, {when}: {row}")
            self.wrong += [f"prober, {kind}, usual: {other}"] if other and when == "usual" else []
            self.record({"what": "probes", "when": when, "kind": kind} | row)

    def delivered(self, names: list[str]) -> None:
        """Every reference that an employer was shown is stored once, and its mails arrived."""
        promised = [each for name in names for each in (self.folder / f"{name}.sent").read_text().split()]
        import psycopg  # noqa: PLC0415 - only where there is a PostgreSQL

        with psycopg.connect(self.at.environment["DATABASE_URL"], autocommit=True) as asked:
            like = f"Charge {self.name}%"
            found = asked.execute("SELECT reference FROM contact_contactrequest WHERE organisation LIKE %s", [like])
            stored = {row[0] for row in found.fetchall()}
        waited, missing = time.monotonic(), set(promised)
        while missing and time.monotonic() - waited < MAIL_SECONDS:
            time.sleep(2)
            mails = " ".join(each.read_text(errors="replace") for each in (self.at.mailbox / "new").iterdir())
            missing = {each for each in missing if each not in mails}
        lost = [each for each in promised if each.replace("-", "") not in stored]
        told = {"promised": len(promised), "stored": len(stored), "not stored": len(lost), "not mailed": len(missing)}
        print(f"\nRequests: {told}")
        self.record({"what": "requests"} | told)
        if lost or missing or len(set(promised)) != len(promised) or not promised:
            self.wrong.append(f"requests: {told}")

    def record(self, row: dict[str, Any]) -> None:
        """Append a row of this run."""
        if self.options.no_record:
            return
        same = {"at": self.begun, "visitors": self.options.visitors, "minutes": self.options.minutes}
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(json.dumps(same | {"load": round(os.getloadavg()[0], 1)} | row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
