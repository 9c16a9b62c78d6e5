"""Pages, sheets and requests by the hundred thousand: stored by bulk inserts, without what saving one costs."""

from __future__ import annotations

import random
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page, Site

from bench import lists
from directory.contact.models import ContactRequest, RequestEvent, RequestRead
from directory.contact.references import ALPHABET
from directory.models import Department, Establishment, Mission, Referent
from news.models import NewsPage
from portal.mail.models import OutboxMessage

KINDS = 4  # news, events, publications and conventions, as many of each
BODIES = 211  # different texts of articles
DAYS = 728  # requests come evenly over the two years that they are kept
BOUNCED = 200  # one request in so many has a mail that came back
OPEN_DAYS, UNWANTED_DAYS = 15, 85  # those of the last days are open; unwanted ones are forgotten after three months
SYLLABLES = ("ba", "con", "dé", "for", "ga", "in", "jus", "la", "mi", "na", "or", "pa", "ré", "si", "ta", "ti", "tra")


def empty_pages() -> None:
    """The floor: bare pages, one below the other, unless they are there."""
    parent = Site.objects.get(is_default_site=True).root_page
    for depth in (1, 2, 3):
        title = f"Vide {depth}"
        found = Page.objects.child_of(parent).filter(title=title).first()
        parent = found or Page.objects.get(pk=parent.pk).add_child(instance=Page(title=title, slug=f"vide-{depth}"))


def pages(target: int, before: int) -> int:
    """Bring the tree to so many pages; how many items of each kind there are then. `before` is what was made."""
    empty_pages()
    missing = target - Page.objects.count()
    made = before + max(0, missing) // KINDS
    if made > before:
        lists.fill(made, before)
        draw = random.Random(made)  # noqa: S311 - texts to weigh, no secrets
        words = ["".join(draw.choices(SYLLABLES, k=draw.randrange(2, 5))) for _ in range(3000)]
        table = NewsPage._meta.db_table  # noqa: SLF001 - Django documents _meta as public
        for number in range(BODIES):
            text = f"<p>{' '.join(draw.choices(words, k=150))}.</p>"
            body = f'[{{"type": "text", "value": "{text}", "id": "bench-{number}"}}]'
            with connection.cursor() as cursor:
                asked = f"UPDATE {table} SET body = %s WHERE body = '[]' AND page_ptr_id %% %s = %s"  # noqa: S608 - ours
                cursor.execute(asked, [body, BODIES, number])
    return made


def sheets(target: int) -> None:
    """Bring the directory to so many published sheets, spread over the departments; half of them show a name."""
    departments = list(Department.objects.select_related("region__disp").order_by("pk"))
    missions = list(Mission.objects.all())
    there = Referent.objects.count()
    rows = [
        Referent(
            office=f"R2IP d’essai numéro {number}", slug=f"essai-{number}", disp=each.region.disp, live=True,
            email=f"essai-{number}@direction.example", first_name=f"Prénom{number}", last_name=f"Nom{number}",
            shows_name=number % 2 == 0, gender="t", verified_on=timezone.localdate(),
        )
        for number in range(there, target)
        for each in [departments[number % len(departments)]]
    ]  # fmt: skip
    stored = Referent.objects.bulk_create(rows, batch_size=500)
    served = Referent.departments.through
    served.objects.bulk_create(
        (
            served(referent_id=each.pk, department=departments[n % len(departments)])
            for n, each in enumerate(stored, there)
        ),
        batch_size=1000,
    )
    charged = Referent.missions.through
    charged.objects.bulk_create(
        (charged(referent_id=each.pk, mission=missions[n % len(missions)]) for n, each in enumerate(stored, there)),
        batch_size=1000,
    )


def requests(target: int) -> None:
    """Bring the desk to so many requests of two years, each with three events, two mails that left and one reading.

    A fifth has results, a third aims at an establishment, a mail of one in two hundred came back.
    """
    missing = target - ContactRequest.objects.count()
    before = ContactRequest.objects.aggregate(last=Max("pk"))["last"] or 0
    if missing <= 0:
        return
    _insert(ContactRequest, f"generate_series({before}, {before + missing - 1}) AS n", _request_columns())
    these, day = f"contact_contactrequest AS r WHERE r.id > {before}", "interval '1 day'"
    for number, kind in enumerate(("received", "answer", "state")):
        event = {"kind": f"'{kind}'", "at": f"received_at + {number * 4} * {day}", "text": "repeat('Un mot. ', 25)"}
        _insert(RequestEvent, these, event | {"request_id": "r.id"})
    came_back = {"kind": "'bounced'", "at": f"received_at + {day}", "data": """'{"to": "employer"}'::jsonb"""}
    _insert(RequestEvent, f"{these} AND r.id %% {BOUNCED} = 0", came_back | {"request_id": "r.id"})
    times = dict.fromkeys(("sent_at", "created_at", "next_attempt_at"), "received_at")
    for number in range(2):
        mail = {
            "message_id": f"'<' || r.id || '-{number}@essai>'",
            "about": "'contact:' || r.id",
            "pending": "'[]'::jsonb",
        }
        _insert(OutboxMessage, these, mail | times)
    _insert(RequestRead, these, {"request_id": "r.id", "at": "received_at", "kind": "'detail'"})


def _request_columns() -> dict[str, str]:
    """What tells the request number `n` from the others, in PostgreSQL's words: evenly over days and states."""
    age = f"(n::bigint * 7919 %% {DAYS})::int"  # a prime: neighbours are not of the same week
    is_open, unanswered = f"{age} < {OPEN_DAYS}", f"{age} < {OPEN_DAYS} AND n %% 3 = 0"
    received = f"now() - {age} * interval '1 day' - (n %% 1440) * interval '1 minute'"
    digits = [f"substr('{ALPHABET}', (n / {23**place} %% 23)::int + 1, 1)" for place in range(6)]
    disps = list(Department.objects.values_list("region__disp", flat=True).distinct().order_by("region__disp"))
    places = list(Establishment.objects.values_list("pk", flat=True).order_by("pk"))
    word = _one_of(["menuiserie", "coffrets", "couture", "palettes", "tri", "reliure", "maraîchage", "cuisine"])
    projects = _one_of(['["production"]', '["recrutement"]', '["production", "formation"]'])
    same = ("turn_since", "last_event_at", "reminded_at", "escalated_at", "told_late_at", "outcome_asked_at")
    return dict.fromkeys(same, received) | {
        "received_at": received,
        "reference": f"'2' || {' || '.join(digits)}",
        "form_key": "'essai-' || n",
        "state": f"CASE WHEN {is_open} THEN {_one_of(['received', 'taken', 'talking'])} "
        f"WHEN {age} < {UNWANTED_DAYS} THEN {_one_of(['succeeded', 'closed', 'closed', 'unwanted'])} "
        f"ELSE {_one_of(['succeeded', 'closed', 'closed'])} END",
        "turn": f"CASE WHEN {is_open} THEN {_one_of(['ours', 'theirs'])} ELSE '' END",
        "due_on": f"({received})::date + 14",
        "ended_at": f"CASE WHEN {is_open} THEN NULL ELSE {received} + interval '10 days' END",
        "answered_at": f"CASE WHEN {unanswered} THEN NULL ELSE {received} + interval '3 days' END",
        "answer_days": f"CASE WHEN {unanswered} THEN NULL ELSE n %% 12 END",
        "projects": f"{projects}::jsonb",
        "organisation": f"'Entreprise ' || {word} || ' ' || n",
        "organisation_key": f"'entreprise ' || {word} || ' ' || n || ' le havre responsable'",
        "email": "'personne-' || n || '@entreprise-' || n / 3 || '.example'",
        "telephone": "'+3326' || lpad((n %% 10000000)::text, 7, '0')",
        "siret": "CASE WHEN n %% 2 = 0 THEN lpad((n / 3)::text, 9, '0') || '00011' ELSE '' END",
        "results": "CASE WHEN n %% 5 = 0 THEN jsonb_build_object('visit', true, 'posts', 1 + n %% 40) "
        "ELSE '{}'::jsonb END",
        "establishment_id": f"CASE WHEN n %% 3 = 0 THEN {_one_of(places)} END",
        "disp_id": _one_of(disps),
    }


def _one_of(words: list[str]) -> str:
    return f"(array{words!r})[n %% {len(words)} + 1]"


def settled() -> None:
    """What autovacuum of PostgreSQL does in its time: statistics and the maps of what every transaction sees."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


ALIKE = {  # of every row, by the field
    "message": "Nous cherchons un atelier pour quatre cents coffrets par semaine, dès le mois de mars. " * 4,
    "place": "Le Havre, Seine-Maritime (76600)",
    "contact_name": "Lou Modèle",
    "recipient_name": "l’équipe d’essai",
    "recipient_mailbox": "equipe@direction.example",
    "route_reason": "Le lieu le dit.",
    "actor_label": "l’employeur",
    "account_label": "Ada Démonstration",
    "subject": "Votre demande",
    "to": ["equipe@direction.example"],
}


def _insert(model: Any, source: str, values: dict[str, str]) -> None:
    """Rows made by the database itself: `values` are its own words by column, all else is alike, or a default."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - as above
    row = model(**{field.name: ALIKE[field.name] for field in fields if field.name in ALIKE})
    terms, parameters = [], []
    for field in fields:
        if field.column in values:
            terms.append(values[field.column])
        else:
            terms.append(f"%s::{field.db_type(connection).split('(')[0]}")
            parameters.append(field.get_db_prep_save(getattr(row, field.attname), connection))
    columns = ", ".join(f'"{field.column}"' for field in fields)
    asked = f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {', '.join(terms)} FROM {source}"  # noqa: S608, SLF001 - ours
    with connection.cursor() as cursor:
        cursor.execute(asked, parameters)
