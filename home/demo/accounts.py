"""Accounts whose passwords everybody may read here: for a demonstration with DEBUG on, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q

from directory.models import Referent
from home.setup.groups import ADMINISTRATORS, CONTRIBUTORS, DIRECTORY_KEEPERS, EDITORS, MANAGERS, REFERENTS

DOMAIN = "demonstration.example"
PASSWORD = "demonstration"  # nosec B105 # noqa: S105 - openly known; home.checks stops a start with it when DEBUG is off


@dataclass(frozen=True)
class DemoAccount:
    """Someone to sign in as."""

    username: str
    may: str  # shown beside the login
    first_name: str
    last_name: str
    groups: list[str] = field(default_factory=list)
    sheet: str = ""  # slug of the sheet that is its own

    @property
    def email(self) -> str:
        """Its address, by which it is recognised."""
        return f"{self.username}@{DOMAIN}"


ACCOUNTS = [
    DemoAccount("admin", "tous les droits", "Ada", "Démonstration"),
    DemoAccount(
        "editrice", "écrit et publie pages, acteurs, référents ; suit les demandes", "Édith", "Démonstration",
        [EDITORS, DIRECTORY_KEEPERS, MANAGERS],
    ),
    DemoAccount(
        "administratrice", "gère pages, annuaire, réglages et comptes", "Aline", "Démonstration",
        [ADMINISTRATORS],
    ),
    DemoAccount("editeur", "écrit, relit et publie des pages, rien d’autre", "Éric", "Démonstration", [EDITORS]),
    DemoAccount("gestionnaire", "tient l’annuaire, rien d’autre", "Gaëlle", "Démonstration", [DIRECTORY_KEEPERS]),
    DemoAccount("redactrice", "écrit des pages, sans les publier", "Rose", "Démonstration", [CONTRIBUTORS]),
    DemoAccount("responsable", "suit toutes les demandes", "Sacha", "Démonstration", [MANAGERS]),
    DemoAccount(
        "referente", "tient sa fiche, répond aux demandes de Rennes", "Camille", "Exemple", [REFERENTS],
        sheet="grand-ouest-travail",
    ),
]  # fmt: skip


def create_accounts() -> int:
    """Make the accounts that are missing; return how many. An account of that name is left alone, whoever made it."""
    users = get_user_model().objects
    made = 0
    for account in ACCOUNTS:
        if users.filter(username=account.username).exists():
            continue
        user = users.create_user(
            account.username,
            account.email,
            PASSWORD,
            first_name=account.first_name,
            last_name=account.last_name,
            is_staff=not account.groups,
            is_superuser=not account.groups,
        )
        user.groups.set(Group.objects.filter(name__in=account.groups))
        made += 1
    return made


def give_sheets() -> None:
    """Give each account of a referent its sheet, unless it has one or the sheet is somebody's."""
    for account in ACCOUNTS:
        user = get_user_model().objects.filter(username=account.username, email=account.email, referent=None).first()
        if account.sheet and user:
            Referent.objects.filter(slug=account.sheet, account=None).update(account=user)


def remaining_accounts() -> list[str]:
    """User names of the accounts anybody could sign in with: of the demonstration's domain, or with its password."""
    names = [account.username for account in ACCOUNTS]
    suspects = get_user_model().objects.filter(Q(email__iendswith=f"@{DOMAIN}") | Q(username__in=names), is_active=True)
    return [
        user.username
        for user in suspects.order_by("username")
        if user.email.lower().endswith(f"@{DOMAIN}") or user.check_password(PASSWORD)
    ]


def login_lines() -> list[str]:
    """The logins of this database, without the site's address; none when there are none."""
    there = {user.username: user for user in get_user_model().objects.filter(email__iendswith=f"@{DOMAIN}")}
    known = [account for account in ACCOUNTS if account.username in there]
    if not known:
        return []
    width = max(len(account.username) for account in known)
    lines = [f"  {each.username:{width}}  mot de passe : {PASSWORD}  ({each.may})" for each in known]
    return ["Comptes de démonstration, à l’adresse /admin/ :", *lines]
