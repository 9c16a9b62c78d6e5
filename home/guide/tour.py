"""Onboarding checklist « Premier jour »: the first things to do, by what an account may do; what is done is ticked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.users.models import UserProfile

from directory.contact.desk.access import works_at_desk
from directory.models import Referent
from directory.staff.access import keeps_directory
from news.writing import writes
from portal.findings.views import may_read as keeps_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django.template.context import RenderContext

    Right = Callable[[AbstractBaseUser], bool]

MARKS = "premier-jour"  # among what an account has dismissed; Wagtail keeps it with the account


@dataclass(frozen=True)
class Step:
    """One thing to do: where, what for, which part of the guide tells more, and for whom."""

    code: str
    title: str
    why: str
    view: str
    guide: str
    right: Right = lambda _: True
    args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it is done."""
        return reverse(self.view, args=self.args)

    @property
    def guide_url(self) -> str:
        """Where it is told."""
        return reverse("guide_section", args=[self.guide])


def publishes(user: AbstractBaseUser) -> bool:
    """Whether this account publishes pages."""
    return PagePermissionPolicy().user_has_permission(user, "publish")


def has_sheet(user: AbstractBaseUser) -> bool:
    """Whether this account keeps a sheet of its own."""
    return Referent.objects.of_account(user) is not None


STEPS = (
    Step(
        "compte", "Regarder votre compte",
        "Votre nom signe ce que vous faites\u00a0; l’adresse reçoit les messages de relecture.",
        "wagtailadmin_account", "se-connecter",
    ),
    Step(
        "brouillon", "Commencer une actualité",
        "Écrivez un titre et deux phrases, puis quittez la page\u00a0: le brouillon s’enregistre seul.",
        "write", "ecrire-une-actualite", writes, ("actualite",),
    ),
    Step(
        "image", "Ajouter une image", "Avec sa description et son crédit, elle servira dans toutes les pages.",
        "wagtailimages:add_multiple", "ajouter-une-image-un-document-une-video",
        lambda user: user.has_perm("wagtailimages.add_image") or writes(user),
    ),
    Step(
        "relire", "Voir ce qui attend une relecture",
        "Ce qu’une collègue propose se relit, s’accepte ou se refuse avec un motif.",
        "wagtailadmin_reports:workflow", "relire-et-etre-relu", publishes,
    ),
    Step(
        "fiche", "Ouvrir votre fiche", "Ce que le public lit de vous, votre absence et votre remplaçant.",
        "staff:own_sheet", "ecrire-la-fiche-d-un-referent", has_sheet,
    ),
    Step(
        "demandes", "Lire une demande", "La plus urgente est en haut ; un seul bouton dit la suite.",
        "desk:list", "repondre-aux-demandes", works_at_desk,
    ),
    Step(
        "couverture", "Voir qui répond où", "Chaque département doit garder au moins un référent.",
        "staff:coverage", "tenir-l-annuaire", keeps_directory,
    ),
    Step(
        "manques", "Lire ce qui manque au site",
        "Textes légaux, boîtes, sauvegarde\u00a0: chaque ligne mène à son remède.",
        "doctor", "avant-d-ouvrir-le-site", keeps_site,
    ),
)  # fmt: skip


def steps_of(user: AbstractBaseUser) -> list[tuple[Step, bool]]:
    """The steps for this account, each with whether it is ticked."""
    done = marks(user)
    return [(step, step.code in done) for step in STEPS if step.right(user)]


def marks(user: AbstractBaseUser) -> list[str]:
    """What is ticked; «\u00a0fin\u00a0» when the tour is hidden."""
    profile = UserProfile.objects.filter(user=user).first()
    found = profile.dismissibles.get(MARKS) if profile else None
    return found if isinstance(found, list) else []


@require_http_methods(["GET", "HEAD", "POST"])
def tour(request: HttpRequest) -> HttpResponse:
    """The steps; a POST ticks one (or takes its tick away), or hides the tour from the home of the admin."""
    if request.method == "POST":
        code, done = request.POST.get("step", ""), marks(request.user)
        if code in {*(step.code for step in STEPS), "fin"}:
            profile = UserProfile.get_for_user(request.user)
            profile.dismissibles[MARKS] = [each for each in done if each != code] if code in done else [*done, code]
            profile.save(update_fields=["dismissibles"])
        return redirect("wagtailadmin_home" if code == "fin" else "tour")
    steps = steps_of(request.user)
    context = {
        "page_title": "Premier jour",
        "page_subtitle": "",
        "header_icon": "help",
        "breadcrumbs_items": [],
        "steps": steps,
        "done": sum(is_done for _, is_done in steps),
    }
    return render(request, "home/admin/tour.html", context)


class TourPanel(Component):
    """First on the home of the admin until every step is ticked or it is hidden."""

    name = "tour"
    template_name = "home/admin/tour_panel.html"
    order = 20

    def get_context_data(self, parent_context: RenderContext | None = None) -> dict[str, Any]:
        user = parent_context["request"].user if parent_context else None
        steps = [] if user is None or "fin" in marks(user) else steps_of(user)
        return {"left": [step for step, is_done in steps if not is_done], "count": len(steps)}
