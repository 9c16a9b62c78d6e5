"""« Demandes »: what waits for us, the longest first, and why; then what waits for employers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from directory.contact.deadlines import working_days_between
from directory.contact.desk.access import desk_view, manages_requests, visible_to
from directory.contact.desk.filters import AFTER_END, LATE, WEEK, FilterForm, counts, narrowed
from directory.contact.models import ContactRequest
from portal.cms.pagination import long_page_of
from portal.french import dates
from portal.french.words import plural

if TYPE_CHECKING:
    import datetime

    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 30
REFERENCES = 20  # of one e-mail address that a search leads to
COUNTED_DAYS = 90  # older ones are said by their date
State = ContactRequest.State


@dataclass(frozen=True)
class Counter:
    """A number that leads to what it counts."""

    label: str
    count: int
    url: str
    is_current: bool
    is_alarming: bool = False


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The list, its filters and its counters; a page of it at most. The filters come by POST, and go on by GET."""
    if request.method == "POST":
        return redirect(f"{reverse('desk:list')}?{urlencode(chosen_filters(request))}")
    form = FilterForm(request.GET, request.user)
    found = narrowed(request.user, form)
    # Neither e-mail nor message: who needs them opens the request, which is noted. The telephone of those whose mails
    # come back is shown: nothing else reaches them.
    rows = (
        found.with_unreached()
        .select_related("disp", "owner", "commune")
        .defer("message", "email", "contact_name", "job")
    )
    page = long_page_of(rows, request, PAGE_SIZE)
    today = timezone.localdate()
    for each in page.object_list:
        each.age = age_label(each, today)
    query = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        "page_title": "Demandes",
        "page_subtitle": "",
        "header_icon": "mail",
        "breadcrumbs_items": [],
        "form": form,
        "page": page,
        "counters": counters(request),
        "query": urlencode(query),
        "is_filtered": bool(query),
        "is_manager": manages_requests(request.user),
        "idle": "" if page.object_list or query else idle_sentence(request.user),
    }
    return render(request, "contact/desk/list.html", context)


def chosen_filters(request: HttpRequest) -> dict[str, str]:
    """The filters of a form as an address may carry them: an e-mail is a person's, and addresses end in log lines.

    So the references of its requests stand for it.
    """
    chosen = {name: value for name, value in request.POST.items() if name in FilterForm.base_fields and value.strip()}
    if "@" in (email := chosen.get("q", "")):
        found = visible_to(request.user).confirmed().of_email(email).order_by("-received_at")[:REFERENCES]
        chosen["q"] = " ".join(each.reference for each in found)
        if not chosen["q"]:
            del chosen["q"]
            messages.warning(request, "Aucune demande ne vient de cette adresse e-mail.")
    return chosen


def counters(request: HttpRequest) -> list[Counter]:
    """« À prendre en charge 4 », « En retard 1 », « En échange 9 », « Cette semaine 6 »."""
    found, chosen = counts(request.user), {name: value for name, value in request.GET.items() if value}
    offered = [
        ("À prendre en charge", found["received"], {"etat": State.RECEIVED.value}),
        ("En retard", found["late"], {"echeance": LATE}),
        ("En échange", found["talking"], {"etat": State.TALKING.value}),
        ("Cette semaine", found["week"], {"echeance": WEEK}),
    ]
    if found["after_end"]:
        offered.append(("Écrit après la fin", found["after_end"], {"echeance": AFTER_END}))
    return [
        Counter(
            label=label,
            count=count,
            url=f"{reverse('desk:list')}?{urlencode(query)}",
            is_current=chosen == query,
            is_alarming=bool(count) and query.get("echeance") == LATE,
        )
        for label, count, query in offered
    ]


def age_label(request: ContactRequest, today: datetime.date) -> str:
    """« aujourd’hui », « il y a 3 jours ouvrés », « le 3 mars 2026 »."""
    received = timezone.localdate(request.received_at)
    if (today - received).days > COUNTED_DAYS:
        return f"le {dates.day(received, today=today)}"
    if received == today:
        return "aujourd’hui"
    days = working_days_between(received, today, request.department_code)
    if not days:
        return f"le {dates.day(received, today=today)}"
    return f"il y a {days} {plural(days, 'jour ouvré')}"


def idle_sentence(user: AbstractBaseUser) -> str:
    """« Rien n’attend. Dernière réponse envoyée hier. »"""
    last = visible_to(user).exclude(answered_at=None).order_by("-answered_at").first()
    if last is None:
        return "Rien n’attend."
    on, today = timezone.localdate(last.answered_at), timezone.localdate()
    days = (today - on).days
    when = {0: "aujourd’hui", 1: "hier"}.get(days, f"le {dates.day(on, today=today)}")
    return f"Rien n’attend. Dernière réponse donnée {when}."
