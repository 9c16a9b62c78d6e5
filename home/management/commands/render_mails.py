"""Write each kind of mail that the portal sends, as text and HTML, into a folder to be read. See docs/operating.md."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand

from directory.contact import mail_examples
from directory.models import Establishment, Referent, Workshop
from directory.staff import freshness
from portal.cms.review_mails import NOTHING
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from portal.mail.outbox import OutgoingMail

LINK = f"{settings.PORTAL_URL}/…"
EDIT = f"{settings.PORTAL_URL}/admin/pages/1/edit/"
DAYS = 3
_SIGNED = re.compile(r"(/(?:contact/[a-z]+|trouver-un-referent/[a-z-]+)/)[^/\s\"]*:[^/\s\"]+")


class Command(BaseCommand):
    """Render every kind of mail, about requests, texts and persons that nobody made."""

    help = "Write each kind of mail into a folder, as text and HTML; nothing is stored or sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where to write; it is made when it is missing")

    def handle(self, *, folder: Path, **_: Any) -> None:
        """Write two files a kind; links are cut, for they would be of no use."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, mail in kinds().items():
            head = f"À : {', '.join(mail.to)}\nObjet : {mail.subject}\n\n"
            (folder / f"{name}.txt").write_text(_SIGNED.sub(r"\1…", head + mail.text), encoding="utf-8")
            (folder / f"{name}.html").write_text(_SIGNED.sub(r"\1…", mail.html), encoding="utf-8")
        self.stdout.write(f"{len(kinds())} kinds of mails are in {folder}")


def kinds() -> dict[str, OutgoingMail]:
    """Every kind by its name."""
    return mail_examples.kinds() | _of_texts() | _of_people() | _of_readers()


def _review(**words: str) -> OutgoingMail:
    return mail_from("review", to=("editrice@service.example",), link=EDIT, **(NOTHING | words))


def _of_texts() -> dict[str, OutgoingMail]:
    """What editors are told of what they wrote."""
    title = "«\u00a0Un atelier ouvre\u00a0»"
    ending = [{"title": "Convention d’exemple", "end": "31 décembre 2036", "edit": EDIT}]
    return {
        "relecture-demandee": _review(
            subject="À relire\u00a0: Un atelier ouvre",
            opening=f"Rose Modèle propose un texte à la relecture\u00a0: {title}.",
            further="2 commentaires n’y sont pas réglés.",
            action="Relisez-le, puis acceptez-le ou refusez-le avec un motif",
        ),
        "relecture-acceptee": _review(
            subject="Accepté\u00a0: Un atelier ouvre",
            opening=f"Édith Modèle a accepté le texte que vous proposiez\u00a0: {title}.",
            quoted_as="Avec ces mots\u00a0:",
            quoted="Bravo.",
            further="Il est publié.",
            action="Ouvrez-le",
        ),
        "relecture-refusee": _review(
            subject="Refusé\u00a0: Un atelier ouvre",
            opening=f"Votre proposition {title} a été refusée avec ce motif\u00a0:",
            quoted="Il manque la ville.",
            further="Elle a été relue par Édith Modèle.",
            action="Reprenez-la, puis soumettez-la de nouveau",
        ),
        "commentaires": _review(
            subject="Commentaires\u00a0: Un atelier ouvre",
            opening=f"Édith Modèle a commenté la page {title}\u00a0:",
            quoted="«\u00a0D’où vient ce chiffre\u00a0?\u00a0»",
            action="Ouvrez la page",
        ),
        "programmation-refusee": mail_from(
            "scheduled_refused",
            to=("editrice@service.example",),
            title="Un atelier ouvre",
            sentences=["Chapô\u00a0: ce champ est requis."],
            edit=EDIT,
        ),
        "conventions-a-echeance": mail_from("ending_conventions", to=("editrice@service.example",), conventions=ending),
    }


def _of_people() -> dict[str, OutgoingMail]:
    """What those who get an account or keep a sheet are told, and what an operator tries out."""
    sheet = Referent(pk=1, office="R2IP d’exemple", email="exemple@r2ip.example")
    sheet.asked_on = datetime.date(2036, 11, 20)
    workshop = Workshop(
        establishment=Establishment(name="Centre d’exemple"), name="Atelier bois", activity="menuiserie"
    )
    own = {"link": LINK, "login": f"{settings.PORTAL_URL}/admin/", "days": DAYS}
    return {
        "invitation": mail_from(
            "account_invitation",
            to=("lou@service.example",),
            groups="«\u00a0Éditeurs\u00a0»",
            username="lou@service.example",
            **own,
        ),
        "invitation-referent": mail_from("invitation", to=(sheet.email,), sheet=sheet, username=sheet.email, **own),
        "fiche-a-verifier": freshness.question(sheet),
        "ateliers-a-verifier": mail_from(
            "workshop_question", to=(sheet.email,), workshops=[workshop], link=LINK, days=freshness.LINK_DAYS
        ),
        "essai": mail_from(
            "test_mail",
            to=("exploitation@service.example",),
            portal=settings.PORTAL_URL,
            sender=settings.DEFAULT_FROM_EMAIL,
            at=mail_examples.AT,
        ),
    }


def _of_readers() -> dict[str, OutgoingMail]:
    """What subscribers to the news receive."""
    lead = "Contenu d’exemple\u00a0: dix personnes y travaillent."
    news = [
        {"title": "Un atelier ouvre", "lead": lead, "full_url": f"{settings.PORTAL_URL}/actualites/un-atelier-ouvre/"}
    ]
    reader = ("lou.modele@atelier-exemple.example",)
    return {
        "abonnement-a-confirmer": mail_from("subscription_confirm", to=reader, link=LINK, days=DAYS),
        "actualites": mail_from("subscription_news", to=reader, news=news, count=1, more=0, end=LINK, is_weekly=True),
    }
