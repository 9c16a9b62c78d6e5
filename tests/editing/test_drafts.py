"""A draft is always saved: every page and snippet, every block and field, empty, half filled and whole."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import DraftStateMixin, Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from portal.cms.publication import problems
from portal.models import PortalDocument, PortalImage, User
from tests.directory.factories import ReferentFactory
from tests.editing.filled_forms import AMOUNTS, EMPTY, HALF, OTHER_HALF, form_data
from tests.editing.forms import PUBLISH
from tests.news.factories import ConventionPageFactory, NewsPageFactory

if TYPE_CHECKING:
    from collections.abc import Sequence

OURS = {"home", "news", "directory", "search"}
PAGES = [model for model in get_page_models() if model._meta.app_label in OURS]
SNIPPETS = [model for model in get_snippet_models() if model._meta.app_label in OURS]
DRAFTED = [model for model in SNIPPETS if issubclass(model, DraftStateMixin)]
# Wagtail makes several renditions at once in threads, and leaves their temporary files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
SAMPLES = {"newspage", "conventionpage", "referent"}  # of which one half is tried each time


def cases(models: list[type], amounts: Sequence[str]) -> list:
    """Every kind with every amount; most of what is filled, which is slow, waits for `make test-full`."""
    return [
        pytest.param(
            model,
            amount,
            id=f"{model._meta.model_name}-{amount}",
            marks=[] if amount == EMPTY or (amount == HALF and model._meta.model_name in SAMPLES) else pytest.mark.full,
        )
        for model in models
        for amount in amounts
    ]


@pytest.fixture
def admin(site, settings, tmp_path) -> Client:
    """The browser of an administrator, and something for each chooser: blocks are filled with the first there is."""
    settings.MEDIA_ROOT = tmp_path
    PortalImage.objects.create(title="Un atelier", file=get_test_image_file(size=(400, 300)))
    PortalDocument.objects.create(title="Sans balises", file=ContentFile(b"%PDF-1.4\n%%EOF\n", "texte.pdf"))
    NewsPageFactory(parent=site["news"])
    ConventionPageFactory(parent=site["conventions"])
    ReferentFactory()
    client = Client()
    client.force_login(User.objects.create_superuser("tout", "tout@service.example", "mot de passe"))
    return client


def pages_editor(model: type[Page]) -> tuple[Page, str, str]:
    """A page to fill, the address of its editor and that of its preview: the one of the site, or one to be added."""
    found = model.objects.first()
    if found and model.max_count == 1:
        return found, reverse("wagtailadmin_pages:edit", args=[found.pk]), preview("edit", found.pk)
    parent = model.allowed_parent_page_models()[0].objects.first()
    where = [model._meta.app_label, model._meta.model_name, parent.pk]
    return model(), reverse("wagtailadmin_pages:add", args=where), preview("add", *where)


def preview(how: str, *args: object) -> str:
    return reverse(f"wagtailadmin_pages:preview_on_{how}", args=args)


def unbound(panel, instance, user):
    options = {"parent_page": None} if isinstance(instance, Page) else {}
    return panel.get_form_class()(instance=instance, for_user=user, **options)


def snippet_panel(model):
    return model.snippet_viewset.get_edit_handler()


def autosaved(client: Client, url: str, data: dict) -> dict:
    response = client.post(url, data, headers={"accept": "application/json"})
    answer = response.json()
    assert answer.get("success"), mistakes_at(client, url, data)
    return answer


def mistakes_at(client: Client, url: str, data: dict) -> list[str]:
    response = client.post(url, data)
    return [str(each) for each in response.context["form"].mistakes()] if response.context else []


def seen(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def previewed(client: Client, url: str, data: dict) -> None:
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    seen(client, url)


@pytest.mark.parametrize(("model", "amount"), cases(PAGES, AMOUNTS))
def test_a_page_is_drafted_whatever_it_holds(admin, model, amount):
    instance, url, preview_url = pages_editor(model)
    user = User.objects.get(username="tout")
    data = form_data(unbound(model.get_edit_handler(), instance, user), amount)
    previewed(admin, preview_url, data)
    first = autosaved(admin, url, data)
    page = model.objects.get(pk=first["pk"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "data-edit-form" in seen(admin, edit)
    second = autosaved(admin, edit, data)
    assert admin.post(edit, data).status_code == 302
    previewed(admin, preview("edit", page.pk), data)
    seen(admin, reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    oldest = page.revisions.order_by("pk").first()
    seen(admin, reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, oldest.pk, second["revision_id"]]))
    seen(admin, reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, oldest.pk]))
    seen(admin, reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    seen(admin, reverse("wagtailadmin_pages:history", args=[page.pk]))


@pytest.mark.parametrize(("model", "amount"), cases(DRAFTED, AMOUNTS))
def test_a_snippet_is_drafted_whatever_it_holds(admin, model, amount):
    names = model.snippet_viewset
    user = User.objects.get(username="tout")
    data = form_data(unbound(snippet_panel(model), model(), user), amount)
    previewed(admin, reverse(names.get_url_name("preview_on_add")), data)
    first = autosaved(admin, reverse(names.get_url_name("add")), data)
    one = model.objects.get(pk=first["pk"])
    edit = reverse(names.get_url_name("edit"), args=[one.pk])
    seen(admin, edit)
    second = autosaved(admin, edit, data)
    assert admin.post(edit, data).status_code == 302
    previewed(admin, reverse(names.get_url_name("preview_on_edit"), args=[one.pk]), data)
    oldest = one.revisions.order_by("pk").first()
    compare = reverse(names.get_url_name("revisions_compare"), args=[one.pk, oldest.pk, second["revision_id"]])
    seen(admin, compare)
    seen(admin, reverse(names.get_url_name("list")))
    again = autosaved(admin, reverse(names.get_url_name("add")), data)
    assert again["pk"] != one.pk, "a second one has an address of its own"


@pytest.mark.parametrize(("model", "amount"), cases([*PAGES, *SNIPPETS], [EMPTY, HALF, OTHER_HALF]))
def test_what_is_unfinished_is_published_by_nobody_and_says_why(admin, model, amount):
    user = User.objects.get(username="tout")
    if issubclass(model, Page):
        instance, url, _ = pages_editor(model)
        panel = model.get_edit_handler()
    else:
        instance, panel = model(), snippet_panel(model)
        url = reverse(model.snippet_viewset.get_url_name("add"))  # every snippet has a form
    form = unbound(panel, instance, user)
    before = model.objects.count()
    response = admin.post(url, form_data(form, amount) | PUBLISH)
    if response.status_code == 302:
        published = model.objects.order_by("pk").last()
        if not issubclass(model, Page) and not model.snippet_viewset.permission_policy.user_has_permission(user, "add"):
            assert model.objects.count() == before, "a kind that a file brings is written by nobody"
            return
        assert list(problems(published)) == [], "nothing was missing"
        assert amount != EMPTY or not issubclass(model, DraftStateMixin)
        return
    assert response.status_code == 200
    if issubclass(model, DraftStateMixin):
        shown = html.unescape(response.content.decode())
        mistakes = response.context["form"].mistakes()
        assert mistakes
        for mistake in mistakes:
            assert f"{mistake.where}\u00a0: " in str(mistake), "it names its field"
            assert str(mistake) in shown
            assert f'href="#{mistake.anchor}"' in shown


def test_every_kind_is_among_them():
    kinds = {model for label in OURS for model in apps.get_app_config(label).get_models()}
    assert {model for model in kinds if issubclass(model, DraftStateMixin)} == {*PAGES, *DRAFTED}
