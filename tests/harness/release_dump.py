"""What a portal of this release holds, saved for the upgrades to come: ``python -m tests.harness.release_dump 1.0.0``.

Writes, in tests/upgrades/, the release's backup on SQLite and on PostgreSQL (schema, rows, media; as `manage.py backup`
does) and a digest of each migration that it has. Sample content: nobody in it exists. Made once a release, never again:
a test restores it with the code of its day.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.harness.on_postgres import server
from tests.harness.system_packages import postgres_bin

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "upgrades"
APPS = ("directory", "directory/contact", "home", "news", "portal", "portal/mail", "search")
FILL = """
from io import BytesIO
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image
from directory.contact.files import keeping
from directory.contact.models.event import Author
from directory.contact.workflow import transitions
from home.models import HomePage
from news.models import NewsIndexPage, Subscription
from portal.mail import outbox
from portal.models import PortalDocument, PortalImage, SignIn, User
from tests.directory.contact.factories import submit
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.news.factories import NewsPageFactory

load_small_territory()
call_command("setup_site", verbosity=0)
sheet = ReferentFactory(disp_id="rennes", named=True)
user = User.objects.create_user("lou", email="lou@portail.example", password="une phrase de passe", is_superuser=True)
SignIn.objects.create(user=user, outcome="entered")
picture = BytesIO()
Image.new("RGB", (320, 200), "navy").save(picture, "PNG")
drawn, written = ContentFile(picture.getvalue(), "bleu.png"), ContentFile(b"%PDF-1.7 exemple", "exemple.pdf")
image = PortalImage.objects.create(title="Contenu d’exemple", description="Un aplat bleu", file=drawn)
PortalDocument.objects.create(title="Contenu d’exemple", file=written)
NewsPageFactory(parent=NewsIndexPage.objects.first(), title="Contenu d’exemple", image=image)
request = submit()
note = transitions.note(request.pk, Author.of(user), "À rappeler lundi.")
keeping.keep(note, [keeping.SentFile("plan.txt", "text/plain", b"Un plan d'exemple")])
Subscription.objects.create(email="lou@atelier.example", confirmed_at=timezone.now())
with transaction.atomic():
    outbox.add(outbox.OutgoingMail(to=("lou@atelier.example",), subject="Bonjour", text="Contenu d’exemple"))
"""


def digests() -> dict[str, str]:
    """Of each migration of ours, by its path."""
    files = sorted(file for app in APPS for file in (ROOT / app / "migrations").glob("0*.py"))
    return {str(each.relative_to(ROOT)): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


def manage(data: Path, database: str, *arguments: str) -> str:
    """What a command of the portal prints, on these data."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATA_DIR": str(data),
        "DATABASE_URL": database,
        "ELASTICSEARCH_URL": "",
        "CACHE_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def save(version: str, vendor: str, database: str) -> None:
    """Fill a new portal on that database, and back it up."""
    with tempfile.TemporaryDirectory() as folder:
        manage(Path(folder), database, "migrate", "--verbosity", "0")
        manage(Path(folder), database, "shell", "--verbosity", "0", "-c", FILL)
        manage(Path(folder), database, "backup", str(FOLDER / f"{version}-{vendor}.tar.gz"))


def main(version: str) -> None:
    """Write all of it; refuse to write over what there is."""
    programs = postgres_bin()
    if programs is None:
        sys.exit("No PostgreSQL on this machine (on Debian: apt-get install postgresql).")
    FOLDER.mkdir(exist_ok=True)
    save(version, "sqlite", "")
    with server(programs) as address:
        save(version, "postgresql", address)
    (FOLDER / f"{version}.json").write_text(json.dumps(digests(), indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
