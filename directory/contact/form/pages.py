"""A page of the form: kept as a draft and sent to its own address after each post, so that Back shows it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from directory.contact import abuse
from directory.contact.deadlines import kept_for
from directory.contact.files import waiting
from directory.contact.files.accepted import ACCEPTED
from directory.contact.form import challenge, drafts, tokens
from directory.contact.form.notices import Notice
from directory.contact.form.steps import FORMS, SLUGS, STEPS, TEMPLATES, TITLES, Go, Reached, go_of
from portal.french.words import plural
from portal.web.private_pages import too_many

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from directory.contact.form.tokens import FormToken
    from directory.contact.models import FormDraft

TITLE = "Décrire votre projet"
TRAP = "site"  # a field nobody sees, in the page only for scripts that fill in whatever they find


@dataclass(frozen=True)
class Page:
    """What a page shows. `draft` is the key of its draft, `asked` the button that led here, `wait` is in seconds."""

    reached: Reached
    data: QueryDict
    token: FormToken
    draft: str
    asked: Go = Go.PROJECT
    notice: Notice | None = None
    status: int = 200
    wait: int = 0
    known: FormDraft | None = None  # the stored draft of that key

    @classmethod
    def of_draft(cls, draft: FormDraft, step: Go) -> Page:
        """The page of a step, as what is stored says it."""
        data = QueryDict(mutable=True)
        for name, values in draft.answers.items():
            data.setlist(name, values)
        kept = draft.page
        asked = go_of(kept.get("asked"))
        token = tokens.read(kept.get("token", "")) or tokens.mint()
        reached = Reached.of_draft(data, step, asked)
        if kept.get("notice") is None or kept.get("step") != reached.step:
            return cls(reached, data, token, draft.key, asked)
        notice = Notice(**kept["notice"])
        return cls(reached, data, token, draft.key, asked, notice, kept["status"], kept["wait"])

    def keep(self, request: HttpRequest) -> bool:
        """Store it as the draft, which lives two hours from now; False when that is not possible."""
        if self.known is None and abuse.wait_to_draft(request):
            return False
        page = {
            "token": self.token.signed(),
            "asked": self.asked,
            "step": self.reached.step,
            "notice": asdict(self.notice) if self.notice else None,
            "status": self.status,
            "wait": self.wait,
        }
        return drafts.save(self.draft, dict(self.data.lists()), page, known=self.known) is not None


def turned_to(request: HttpRequest, page: Page) -> HttpResponse:
    """The answer to a post: the address of the page, or the page itself when no draft can be kept."""
    if not page.keep(request):
        return rendered(request, page)
    return HttpResponseRedirect(reverse("contact:draft", args=[page.draft, SLUGS[page.reached.step]]))


def rendered(request: HttpRequest, page: Page) -> HttpResponse:
    """The page, with all that was typed in it: fields of its own step, hidden ones of the others."""
    reached, token = page.reached, page.token
    number = STEPS.index(reached.step) + 1
    others = [form for form in FORMS if not isinstance(reached.form, form)]
    mistakes = reached.form.mistakes if reached.form else []
    asks = settings.CONTACT_CHALLENGE and reached.step is Go.REVIEW
    context = {
        "step": reached.step,
        "number": number,
        "step_title": TITLES[reached.step],
        "next_title": TITLES[STEPS[number]].lower() if number < len(STEPS) else "",
        "form": reached.form,
        "project": reached.project,
        "details": reached.details,
        "carried": [pair for form in others for pair in form.carried(page.data)],
        "recipient": reached.project.placing.recipient,
        "mistakes": mistakes,
        "mistakes_title": _mistakes_title(len(mistakes)),
        "token": token.signed(),
        "draft": page.draft,
        "draft_url": reverse("contact:draft", args=[page.draft, SLUGS[reached.step]]),
        "files": waiting.of_draft(page.draft),
        "accepted": ",".join(f".{extension}" for extension in ACCEPTED),
        "trap": TRAP,
        "challenge": challenge.challenge_for(token) if asks else "",
        "kept": kept_for(),
        "notice": page.notice,
        "crumbs": [(TITLE, "")],  # a link back to an empty form would lose what was typed
    }
    response = render(request, TEMPLATES[reached.step], context, status=page.status)
    return too_many(response, page.wait) if page.wait else response


def _mistakes_title(count: int) -> str:
    return f"{count} {plural(count, 'réponse')} à revoir" if count else ""
