"""docs/operating.md walked by a stranger: its commands, as written, on a machine with its own systemd and servers.

What a test must replace stands in INSTEAD and STAND_INS with the reason; all else runs as the page has it: PostgreSQL
and nginx of Debian, the hardened units, the timer, the sender of mail, age.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.harness.machine import Machine, machine
from tests.harness.skipping import need
from tests.ops import next_release
from tests.ops.written_commands import sections
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.servers, pytest.mark.full]

NAME = "insertion.test"
PASSWORD = "une phrase de passe assez longue"
# A line of the page, what the test runs in its place, and why.
INSTEAD = [
    ("NAME=portail.example", f"NAME={NAME}", "the stranger's own"),
    ("REPOSITORY=https://git.example/portail.git", "REPOSITORY=/srv/origin", "this checkout: there is no network"),
    (
        "MAIL_SERVER=smtp+tls://portail:password@smtp.example:587",
        "MAIL_SERVER=smtp://127.0.0.1:2525",
        "a real server, which keeps what it gets; how the portal speaks TLS with one, tests/portal/mail asks",
    ),
    (
        "ops/release\nops/portail createsuperuser",
        (
            "mv /srv/venv .venv; touch .venv/.portal-installed; ops/release\n"
            f"export DJANGO_SUPERUSER_PASSWORD='{PASSWORD}'"
            f"\nops/portail createsuperuser --no-input --username lou --email lou@{NAME}"
        ),
        "the index of packages was asked before the machine lost its network, and nobody sits at its keyboard",
    ),
]
# Programs that the machine has instead of Debian's.
STAND_INS = {
    # No network: the packages are those of this machine. That Debian has them by these names is asserted.
    "apt-get": r"""
        for each in "$@"; do
            case "$each" in update|install|--yes|certbot) continue;; esac
            [ "$(dpkg-query -W -f='${db:Status-Status}' "$each")" = installed ] || { echo "not there: $each"; exit 1; }
        done""",
    # No Let's Encrypt without a network: an authority of ours, which asks for the same proof (HTTP-01) and signs.
    "certbot": r"""
        while [ $# -gt 0 ]; do
            case "$1" in --domain) name=$2;; --webroot-path) root=$2;; --deploy-hook) hook=$2;; esac
            shift
        done
        mkdir -p "$root/.well-known/acme-challenge" "/etc/letsencrypt/live/$name"
        echo proof >"$root/.well-known/acme-challenge/token"
        [ "$(curl -fsS "http://$name/.well-known/acme-challenge/token")" = proof ]
        cd "/etc/letsencrypt/live/$name"
        openssl req -newkey rsa:2048 -nodes -keyout privkey.pem -out /tmp/asked -subj "/CN=$name" 2>/dev/null
        echo "subjectAltName=DNS:$name" >/tmp/names
        openssl x509 -req -in /tmp/asked -CA /srv/authority.crt -CAkey /srv/authority.key -CAcreateserial -days 30 \
            -extfile /tmp/names -out fullchain.pem 2>/dev/null
        sh -c "$hook" """,
}
# Debian's Python, packages from the index, an authority, an SMTP server: what needs a network comes before the boot.
PREPARE = f"""
export HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
git config --global --add safe.directory '*'
git clone --quiet /srv/origin /srv/portail
cd /srv/portail
make .venv/.portal-installed PYTHON=/usr/bin/python3
.venv/bin/uv pip install --quiet --python .venv/bin/python --target /srv/smtp aiosmtpd
mv .venv /srv/venv
cd /
rm -rf /srv/portail
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=Authority of a test" -keyout /srv/authority.key \
    -out /srv/authority.crt
cp /srv/authority.crt /usr/local/share/ca-certificates/test.crt
update-ca-certificates --hooksdir /nonexistent
echo "127.0.0.1 localhost {NAME}" >/etc/hosts
chmod 755 /usr/local/sbin/apt-get /usr/local/sbin/certbot
rm -f /etc/portail*.env /etc/nginx/sites-enabled/portail
"""
SMTP = "python3 -m aiosmtpd -n -l 127.0.0.1:2525 -c aiosmtpd.handlers.Mailbox /srv/mails"
STATUS = "curl --silent --output /dev/null --write-out '%{http_code}'"
READ = f"""for path in / /contact/ '/trouver-un-referent/?lieu=76600' /recherche/?q=travail; do
    curl --silent --output /dev/null --write-out '%{{http_code}}\\n' "https://{NAME}$path" >>/srv/met; done"""


def commands(page: str, *headings: str) -> str:
    """The blocks under these headings, or all of the page, one after the other; what is replaced, replaced."""
    found = sections(page)
    assert set(headings) <= set(found), found.keys()
    text = "".join(block for each in headings or found for block in found[each])
    assert text
    for theirs, ours, _ in INSTEAD:
        text = text.replace(theirs, ours)
    return text


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A repository of git with this checkout in it."""
    folder = tmp_path_factory.mktemp("release")
    next_release.copy_of_files(folder)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _commit(folder, "this release")
    return folder


def _git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@portail.example"]
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)


def _commit(folder: Path, message: str) -> None:
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", message)


@pytest.fixture(scope="module")
def stranger(checkout, tmp_path_factory) -> Iterator[Machine]:
    """An empty Debian with a network of its own, on which nobody has typed anything yet."""
    need("age", "curl", "nginx", "openssl", "postgresql", "python3-venv", "redis-server")
    folder = tmp_path_factory.mktemp("machine")
    _git(checkout, "clone", "--quiet", "--bare", str(checkout), str(folder / "origin"))
    files = {"/srv/origin": folder / "origin"}
    for name, lines in STAND_INS.items():
        (folder / name).write_text(f"#!/bin/sh\nset -eu\n{lines}\n")
        files[f"/usr/local/sbin/{name}"] = folder / name
    with machine(PREPARE, files) as running:
        running.run(f"systemd-run --quiet --unit=smtp --setenv=PYTHONPATH=/srv/smtp {SMTP}")
        yield running


@pytest.fixture(scope="module")
def first_hour(stranger) -> tuple[str, float]:
    """What the commands of the first page said, and how many seconds they took."""
    began = time.monotonic()
    return stranger.run(commands("first hour")), time.monotonic() - began


def active(stranger: Machine) -> list[str]:
    """Units of the portal that run."""
    told = stranger.run("systemctl list-units 'portail-*' --state=active --plain --no-legend")
    return sorted(line.split()[0] for line in told.splitlines() if "slice" not in line)


def curl(stranger: Machine, path: str) -> str:
    """A page over TLS, by its name, from somebody who trusts the authority that signed its certificate."""
    return stranger.run(f"curl --fail --silent --show-error 'https://{NAME}{path}'")


def count(stranger: Machine, words: str) -> str:
    """What an expression of Django says."""
    said = stranger.run(f'cd /srv/portail; ops/portail shell --verbosity 0 -c "{words}"').splitlines()
    return said[-1] if said else ""  # what is logged stands before it


def test_each_replacement_is_of_the_page():
    text = "".join(block for each in sections("first hour").values() for block in each)
    assert [theirs for theirs, _, _ in INSTEAD if theirs not in text] == []


def test_the_first_page_is_there_within_the_hour(stranger, first_hour):
    said, seconds = first_hour
    assert "200 in " in said, said[-3000:]
    assert "Travailler avec la prison" in curl(stranger, "/")
    assert "Travailler avec la prison" in stranger.run(f"curl --silent --location http://{NAME}/")
    assert "password" in curl(stranger, "/admin/login/")
    assert seconds < 3600, "less than ten minutes of it on a busy machine: the rest is for reading"
    print(f"\nThe first hour took its commands {seconds:.0f} s.")


def test_what_it_starts_runs(stranger, first_hour):
    expected = ["portail-due.timer", "portail-mail.service", "portail-web.socket"]
    assert active(stranger) == sorted([*expected, "portail-web@1.service", "portail-web@2.service"])
    assert "Subject" in stranger.run("cat /srv/mails/new/*")
    ready = "curl --silent http://127.0.0.1:8001/sante/pret"
    wait_until(lambda: '"ready"' in stranger.run(ready), "the first periodic work")
    assert stranger.run("systemctl show --property=Result --value portail-due.service").strip() == "success"


def test_what_is_looked_at_after_a_fault(stranger, first_hour):
    said = stranger.run(commands("nodes"))
    assert "waiting=0" in said
    assert "portail-web@3.service" in active(stranger)
    stranger.run("systemctl disable --now portail-web@3")  # the pages of releases renew two


def test_what_was_killed_starts_again(stranger, first_hour):
    """The servers of Debian too, which have no such rule of their own."""
    servers = stranger.run("systemctl list-units 'postgresql@*' nginx.service --state=active --plain --no-legend")
    units = [line.split()[0] for line in servers.splitlines()]
    assert len(units) == 2
    for unit in (*units, "portail-web@1.service", "portail-mail.service"):
        pid = f"systemctl show --property=MainPID --value {unit}"
        before = stranger.run(pid)
        stranger.run(f"kill -9 {before}")
        wait_until(lambda pid=pid, before=before: stranger.run(pid) not in {before, "0\n"}, f"{unit} again")
        wait_until(lambda: stranger.run(f"{STATUS} https://{NAME}/contact/ || true") == "200", f"pages after {unit}")


def test_a_backup_each_night_and_one_restored(stranger, first_hour):
    stranger.run("install -D --owner=portail /etc/hostname /srv/portail/var/media/documents/kept.txt")
    stranger.run(commands("backups", "A backup each night"))
    for days, name in ((31, "portail-2020-01-01.age"), (29, "portail-2020-01-03.age")):
        stranger.run(f"touch --date='{days} days ago' /var/backups/portail/{name}")
    stranger.run("systemctl start portail-backup.service; rm /var/backups/portail/portail-2020-01-03.age")
    assert "2020-01-01" not in stranger.run("ls /var/backups/portail"), "backups are forgotten"
    assert "portail-backup.timer" in active(stranger)
    stranger.run("rm /srv/portail/var/media/documents/kept.txt")
    count(stranger, "from portal.models import User; User.objects.all().delete()")
    assert "Restored." in stranger.run(commands("backups", "Restoring one"))
    assert count(stranger, "from portal.models import User; print(User.objects.get().username)") == "lou"
    assert stranger.run("ls /srv/portail/var/media/documents") == "kept.txt\n"
    assert "Travailler avec la prison" in curl(stranger, "/")


def test_secrets_are_changed(stranger, first_hour):
    signed = count(stranger, "from django.core import signing; print(signing.dumps(7))")
    before = stranger.run("cat /etc/portail.env")
    stranger.run(commands("backups", "Another secret"))
    after = stranger.run("cat /etc/portail.env")
    for name in ("SECRET_KEY=", "DATABASE_URL="):
        assert next(line for line in after.splitlines() if line.startswith(name)) not in before
    assert count(stranger, f"from django.core import signing; print(signing.loads('{signed}'))") == "7"
    assert "Travailler avec la prison" in curl(stranger, "/")


def test_a_release_and_the_way_back_lose_no_reader(stranger, first_hour, checkout):
    """With a real migration; the older code then lives with its table."""
    next_release.make_it(checkout)
    lint = subprocess.run([sys.executable, "-m", "tests.harness.migration_lint"], cwd=checkout, check=False)
    assert lint.returncode == 0
    _commit(checkout, "the next release")
    _git(checkout, "bundle", "create", f"/proc/{stranger.init}/root/srv/next.bundle", "main")
    stranger.run("git --git-dir=/srv/origin fetch --quiet /srv/next.bundle main:main")
    stranger.run(f"systemd-run --quiet --unit=reader bash -c {_quoted(f'while :; do {READ}; sleep 0.2; done')}")
    stranger.run(commands("releases", "The next release"))
    assert next_release.SIGN in curl(stranger, "/contact/?lieu=76600")
    column = "from directory.contact.models import ContactRequest as C; print(hasattr(C, 'next_release'))"
    assert count(stranger, column) == "True"
    stranger.run(commands("releases", "The release before"))
    assert next_release.SIGN not in curl(stranger, "/contact/?lieu=76600")
    assert "next_release" in stranger.run("su postgres -c \"psql --dbname=portail -c '\\d contact_contactrequest'\"")
    stranger.run("systemctl stop reader")
    met = stranger.run("cat /srv/met").split()
    assert set(met) == {"200"}
    assert len(met) > 50
    assert "WORKER TIMEOUT" not in stranger.run("journalctl --unit='portail-web@*'"), "a node waits on another's socket"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
