"""A whole production on one machine, with the demonstration: all that docs/operating.md starts.

Two web nodes on one socket, two senders of mail, periodic work, nginx, PostgreSQL, Redis, an SMTP server that keeps
what it gets in a Maildir, and Elasticsearch where ELASTICSEARCH_START says how to start a node.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pwd
import secrets
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness import on_postgres
from tests.harness.production import configuration
from tests.harness.production.supervision import CLOSED_BELOW, Program, Supervisor
from tests.harness.system_packages import PACKAGES, postgres_bin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAMS = ("nginx", "openssl", "postgresql", "redis-server")
ACCOUNT = "exploitation"
SEARCH_SECONDS = 180  # for a node to be unpacked and to start


def missing() -> list[str]:
    """What a production needs and this machine has not, as Debian calls it."""
    return [package for package in PROGRAMS if not PACKAGES[package]()]


@dataclass
class Production:
    """What runs: where it answers, its folder, its processes, the checkout it runs from, its account."""

    url: str
    folder: Path
    root: Path
    supervisor: Supervisor
    environment: dict[str, str]
    password: str

    @property
    def mailbox(self) -> Path:
        """The Maildir of everything it mailed."""
        return self.folder / "mails"

    def manage(self, *arguments: str, **environment: str) -> None:
        """Run a command of the portal; CalledProcessError when it fails, with its words on the terminal."""
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=self.root, env=self.environment | environment, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def health(self) -> str:
        """« ready », « degraded » or « not ready », as nginx passes it on; OSError while nobody answers."""
        trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate is ours
        with urllib.request.urlopen(f"{self.url}/sante/pret", timeout=10, context=trusting) as answer:
            return str(json.load(answer)["state"])


def variables_of(folder: Path) -> dict[str, str]:
    """What its processes have in their environment."""
    lines = (folder / "portail.env").read_text().splitlines()
    return {name: value.strip('"') for name, value in (line.split("=", 1) for line in lines)}


def workers(master: int) -> list[int]:
    """Processes that a gunicorn has forked: it does so once it is loaded and warm."""
    with contextlib.suppress(OSError):
        return [int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
    return []


@contextlib.contextmanager
def production(
    https: int, http: int, say: Callable[[str], object] = lambda _: None, root: Path = configuration.ROOT
) -> Iterator[Production]:
    """Start all of it and yield it; stop it, and forget what it wrote, when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="portail-production-"))
    folder.chmod(0o755)  # PostgreSQL, nginx and Elasticsearch run as users of their own
    (folder / "var" / "media" / "images").mkdir(parents=True)
    url = f"https://localhost:{https}"
    web, first, database, cache, mail, search = (on_postgres.free_port() for _ in range(6))
    node = os.environ.get("ELASTICSEARCH_START", "")
    values = configuration.variables(
        {
            "PORTAL_URL": url,
            "ALLOWED_HOSTS": f"127.0.0.1,{configuration.NAME}",
            "DATA_DIR": str(folder / "var"),
            "DATABASE_URL": f"postgres://portal@127.0.0.1:{database}/postgres",
            "CACHE_URL": f"redis://127.0.0.1:{cache}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
            "ELASTICSEARCH_URL": f"http://127.0.0.1:{search}/portail" if node else "",
            "SECOND_FACTOR": os.environ.get("SECOND_FACTOR", "false"),  # who looks at it has no telephone in it
        }
    )
    (folder / "portail.env").write_text("".join(f'{name}="{value}"\n' for name, value in values.items()))
    named = configuration.procfile()
    handed = listener(first)  # systemd hands over both sockets, supervisord only one
    listening = named["web"].replace("127.0.0.1:8001", "fd://0").replace("127.0.0.1:8003", f"fd://{handed}")
    assert "127.0.0.1" not in listening
    programs = [
        postgres(folder / "postgres", database),
        Program("redis", f"redis-server --port {cache} --bind 127.0.0.1 --save '' --daemonize no"),
        Program("smtp", f"python -m aiosmtpd -n -l 127.0.0.1:{mail} -c aiosmtpd.handlers.Mailbox {folder}/mails"),
        *([elasticsearch(node, folder / "elasticsearch", search)] if node else []),
        Program("web", listening, copies=2, port=web, at_once=False),
        Program("mail", named["mail"], copies=2, at_once=False),
        Program("due", f"sh -c {shlex.quote(named['due'])}", at_once=False),
        Program(
            "nginx",
            f"python -m tests.harness.production.afresh {folder}/portail.log "
            f"nginx -e stderr -c {configuration.nginx(folder, web, first, https, http, url)}",
            stop="QUIT",
            at_once=False,
        ),
    ]
    environment = configuration.with_programs(values)
    try:
        with Supervisor(folder, programs, environment, root, handed=(handed,)) as supervisor:
            running = Production(url, folder, root, supervisor, environment, secrets.token_urlsafe(12))
            prepare(running, database, search if node else 0, say)
            yield running
    finally:
        os.close(handed)
        shutil.rmtree(folder, ignore_errors=True)


def listener(port: int) -> int:
    """The number of a socket that listens there, beyond those that supervisord closes in what it starts."""
    with socket.create_server(("127.0.0.1", port), backlog=1024) as made:
        kept = fcntl.fcntl(made.fileno(), fcntl.F_DUPFD, CLOSED_BELOW)
    os.set_inheritable(kept, True)
    return kept


def postgres(folder: Path, port: int) -> Program:
    """A server of PostgreSQL, which root may not run."""
    programs = postgres_bin()
    assert programs is not None, "no PostgreSQL on this machine"
    folder.mkdir()
    options = on_postgres.initialise(programs, folder, port)
    who = on_postgres.unprivileged()
    user = pwd.getpwuid(who["user"]).pw_name if who else ""
    return Program("postgres", f"{programs}/postgres -D {folder}/data {options}", user, stop="INT")


def elasticsearch(command: str, folder: Path, port: int) -> Program:
    """A node, as the command of ELASTICSEARCH_START starts it."""
    folder.mkdir(mode=0o755)
    return Program("search", command.format(port=port, data=folder))


def prepare(running: Production, database: int, search: int, say: Callable[[str], object]) -> None:
    """A first release and the demonstration, then what serves it."""
    supervisor = running.supervisor
    supervisor.until(lambda: _connects(running, database), "PostgreSQL")
    say("Release: style sheets, static files, tables, reference data (ops/release)")
    release(running)
    say("Demonstration")
    running.manage("load_demo_content", DJANGO_SETTINGS_MODULE="portal.settings.development")
    running.manage("remove_demo_accounts")
    account = ["createsuperuser", "--no-input", f"--username={ACCOUNT}", "--email=exploitation@portail.example"]
    running.manage(*account, DJANGO_SUPERUSER_PASSWORD=running.password)
    if search:
        say("Search")
        address = f"http://127.0.0.1:{search}/_cluster/health?wait_for_status=yellow"
        supervisor.until(lambda: _opens(address), "Elasticsearch", SEARCH_SECONDS)
    running.manage("search_index", "rebuild")
    say("Web nodes, senders of mail, periodic work, nginx")
    supervisor.start("web", "mail", "due", "nginx")
    supervisor.until(lambda: running.health() in {"ready", "degraded"}, "the first page")


def release(running: Production) -> None:
    """What each release needs, as docs/operating.md has it done."""
    environment = running.environment | {"PORTAIL_ENV": str(running.folder / "portail.env")}
    done = subprocess.run(
        ["ops/release"], cwd=running.root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"ops/release failed:\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}")


def _connects(running: Production, port: int) -> bool:
    import psycopg  # noqa: PLC0415 - only where there is a PostgreSQL

    try:
        psycopg.connect(host="127.0.0.1", port=port, user="portal", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _opens(address: str) -> bool:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return bool(answer.status == 200)
