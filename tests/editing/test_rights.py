"""Who may read and change what, over every address of the admin: roles by addresses by methods by others' objects.

Each kind of content that not everybody may read exists once, with a word of its own in every text; whoever has no
right on that kind meets the word at no address, and changes nothing by any post.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client, TestCase
from django.urls import NoReverseMatch, reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex

from directory.contact.supervisors import MANAGERS
from directory.models import Actor, Referent
from directory.staff.access import DIRECTORY_KEEPERS, REFERENTS
from home.setup import page_tree
from home.setup.groups import CONTRIBUTORS, EDITORS
from portal.files import private_pictures
from portal.models import PortalDocument, PortalImage, PortalRendition, User
from tests.directory.factories import ActorFactory, ReferentFactory
from tests.harness.addresses import admin_routes
from tests.harness.made_once import made_once
from tests.news.factories import NewsPageFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.addresses import Route

# What is not for everybody, by the word that marks it.
PAGE, ACTOR, SHEET, PICTURE, DOCUMENT = "Zibeline", "Belette", "Martre", "Hermine", "Vison"
# Which words a role must not meet. Contributors write pages and choose files, keepers keep sheets and choose pictures.
HIDDEN = {
    REFERENTS: {PAGE, ACTOR, SHEET, PICTURE, DOCUMENT},
    MANAGERS: {PAGE, ACTOR, SHEET, PICTURE, DOCUMENT},
    DIRECTORY_KEEPERS: {PAGE, ACTOR, DOCUMENT},
    CONTRIBUTORS: {ACTOR, SHEET},
    EDITORS: {SHEET},
}
# What a role must not change by any post, of what others made.
FOREIGN = {
    REFERENTS: {Page, Actor, Referent, PortalImage, PortalDocument, Collection, User, Group},
    MANAGERS: {Page, Actor, Referent, PortalImage, PortalDocument, Collection, User, Group},
    DIRECTORY_KEEPERS: {Page, Actor, PortalImage, PortalDocument, Collection, User, Group},
    CONTRIBUTORS: {Actor, Referent, PortalImage, PortalDocument, Collection, User, Group},
    EDITORS: {Referent, Collection, User, Group},
}


# Wagtail leaves the temporary files of new sizes to the garbage.
pytestmark = pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
ROLES = list(HIDDEN)


@pytest.fixture(autouse=True)
def _garbage() -> Iterator[None]:
    """Collected while it is forgiven."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def _secrets(real_site, django_db_blocker) -> Iterator[None]:
    yield from made_once(django_db_blocker, make_secrets)


def make_secrets() -> None:
    """One of each kind, and an account of each role."""
    news = page_tree.pages()["news"]
    NewsPageFactory(parent=news, title=f"{PAGE} brouillon", slug="zibeline", live=False)
    private = NewsPageFactory(parent=news, title=f"{PAGE} privée", slug="zibeline-privee")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    ActorFactory(name=f"{ACTOR}", slug="belette", live=False)
    ReferentFactory(named=True, slug="martre", last_name=SHEET, live=False)
    closed = Collection.get_first_root_node().add_child(name="Réserve")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type=CollectionViewRestriction.LOGIN)
    file = get_test_image_file(size=(64, 48))
    PortalImage.objects.create(title=PICTURE, file=file, width=64, height=48, collection=closed)
    PortalDocument.objects.create(title=DOCUMENT, file=get_test_image_file(filename="vison.png"), collection=closed)
    for role in HIDDEN:
        user = User.objects.create_user(role, f"{role}@service.example", "mot de passe")
        user.groups.add(Group.objects.get(name=role))


@pytest.fixture
def secrets(_secrets, db) -> dict[type, list[Any]]:
    """Objects that are not for everybody, by their model."""
    return {
        Page: list(Page.objects.filter(title__startswith=PAGE)),
        Actor: list(Actor.objects.filter(name=ACTOR)),
        Referent: list(Referent.objects.filter(slug="martre")),
        PortalImage: list(PortalImage.objects.filter(title=PICTURE)),
        PortalDocument: list(PortalDocument.objects.filter(title=DOCUMENT)),
        Collection: list(Collection.objects.filter(name="Réserve")),
    }


def addresses(route: Route, secrets: dict[type, list[Any]]) -> list[str]:
    """The route about each object that its arguments may mean."""
    if not route.arguments and not route.unnamed:
        return [reverse(route.name)]
    found = []
    for model, objects in secrets.items():
        for each in objects:
            names = {
                "app_label": model._meta.app_label,
                "content_type_app_name": model._meta.app_label,
                "content_type_app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "content_type_model_name": model._meta.model_name,
                "slug": "zibeline",
                "action": "delete",
            }
            revision = each.latest_revision_id if isinstance(each, Page) else None
            values = {
                name: names.get(name, (revision or 1) if "revision" in name else each.pk) for name in route.arguments
            }
            unnamed = [each.pk, "earliest", "latest"][: route.unnamed]
            try:
                found.append(reverse(route.name, args=unnamed, kwargs=values))
            except NoReverseMatch:
                continue
    return list(dict.fromkeys(found))


def rows(models: set[type]) -> dict[str, list[Any]]:
    """All that is stored of these models, but for when somebody signed in."""
    fields = {
        each: [field.name for field in each._meta.concrete_fields if field.name != "last_login"] for each in models
    }
    return {each.__name__: list(each._default_manager.order_by("pk").values_list(*fields[each])) for each in models}


def questions(route: Route, secrets: dict[type, list[Any]]) -> Iterator[str]:
    """The ways to ask for a route: as it is, and for those that choose, with words and with keys."""
    for url in addresses(route, secrets):
        yield url
        if "choose" in route.name and not route.arguments:
            yield f"{url}?q=i"
            yield f"{url}?id=" + "&id=".join(str(each.pk) for objects in secrets.values() for each in objects)


def walk(role: str, routes: list[Route], secrets: dict[type, list[Any]]) -> tuple[set[str], set[str], int]:
    """Addresses that tell a role what is hidden from it, those whose post changes what is not theirs, how many."""
    user = User.objects.get(username=role)
    told, changed, asked = set(), set(), 0
    before = rows(FOREIGN[role])
    for route in routes:
        reader, writer = Client(raise_request_exception=False), Client(raise_request_exception=False)
        for client in (reader, writer):  # a message about a post shows on the next page, of its own account
            client.force_login(user)
        for url in questions(route, secrets):
            response = reader.get(url)
            asked += 1
            text = f"{response.getvalue().decode(errors='replace')} {response.headers}".replace("/zibeline", "")
            if any(word.lower() in text.lower() for word in HIDDEN[role]):
                told.add(url)
        for url in addresses(route, secrets):
            with transaction.atomic():
                writer.post(url, {"title": "x", "name": "x", "slug": "x"})
                asked += 1
                if rows(FOREIGN[role]) != before:
                    changed.add(url)
                transaction.set_rollback(True)
    return told, changed, asked


ROUTES = [each for each in admin_routes() if each.name != "wagtailadmin_error_test"]  # Wagtail's own page of an error
# In `make test`, every thirtieth address, and the kinds that have told or changed something before.
SAMPLE = [
    each
    for number, each in enumerate(ROUTES)
    if number % 30 == 0 or any(word in each.name for word in ("choose_page", "actor", "api", "move", "images:delete"))
]


@pytest.mark.walk
@pytest.mark.parametrize("role", ROLES)
def test_no_address_of_the_admin_tells_or_changes_what_is_not_for_a_role(secrets, role, forgiving_templates):
    """One role asks for half of them, the next one for the other half."""
    told, changed, asked = walk(role, SAMPLE[ROLES.index(role) % 2 :: 2], secrets)
    assert asked > 100
    assert (told, changed) == (set(), set())


@pytest.mark.full
@pytest.mark.walk
@pytest.mark.parametrize("role", ROLES)
def test_no_address_at_all_does(secrets, role, forgiving_templates):
    told, changed, asked = walk(role, ROUTES, secrets)
    assert asked > 1500
    assert (told, changed) == (set(), set())


@pytest.fixture
def contributor(secrets) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=CONTRIBUTORS))
    return client


def picture(owner: str) -> PortalImage:
    """A picture that an account has added."""
    user = User.objects.get(username=owner)
    file = get_test_image_file(size=(64, 48))
    return PortalImage.objects.create(title="Photo", file=file, width=64, height=48, uploaded_by_user=user)


def test_a_contributor_replaces_own_pictures_until_a_live_page_shows_them(contributor, forgiving_templates):
    """A new file under the name of another would pass by the review of the page."""
    own, others = picture(CONTRIBUTORS), picture(EDITORS)
    page = NewsPageFactory(parent=page_tree.pages()["news"], image=own, live=False)
    edit, delete = (reverse(f"wagtailimages:{name}", args=[own.pk]) for name in ("edit", "delete"))
    ReferenceIndex.create_or_update_for_object(page)  # a task does, which tests leave out
    assert contributor.get(edit).status_code == 200
    assert contributor.get(reverse("wagtailimages:edit", args=[others.pk])).status_code == 302
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(page)
    assert contributor.get(edit).status_code == 302
    in_bulk = reverse("wagtail_bulk_action", args=["portal", "portalimage", "delete"])
    for address in (edit, delete, f"{in_bulk}?id={own.pk}"):
        contributor.post(address, {"title": "x"})
    assert PortalImage.objects.get(pk=own.pk).title == "Photo"
    editor = Client()
    editor.force_login(User.objects.get(username=EDITORS))
    assert editor.get(edit).status_code == 200, "who may publish the page may change what it shows"


def test_pictures_of_a_private_collection_lie_apart_and_ask_who_is_there(secrets, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image, closed = picture(EDITORS), Collection.objects.get(name="Réserve")
    public = image.get_rendition("width-32")
    assert public.file.name.startswith("images/")
    assert read(client.get(public.url)) == 200
    with TestCase.captureOnCommitCallbacks(execute=True):
        image.collection = closed
        image.save()
    assert not PortalRendition.objects.filter(pk=public.pk).exists(), "what a proxy would go on showing is gone"
    private = PortalImage.objects.get(pk=image.pk).get_rendition("width-32")
    assert private.file.name.startswith("private_images/")
    assert read(client.get(private.url)) == 404
    assert read(client.get(private.url.replace("private_images", "images"))) == 404
    client.force_login(User.objects.get(username=REFERENTS))
    answer = client.get(private.url)
    assert answer["Cache-Control"] == "private, no-store"
    assert read(answer) == 200, "any account: as it was chosen"
    closed.get_view_restrictions().delete()
    assert private_pictures.forget_misplaced().endswith("moved"), "the periodic job finds what no signal told"
    assert PortalImage.objects.get(pk=image.pk).get_rendition("width-32").file.name.startswith("images/")


def read(response: Any) -> int:
    """The status of an answer read to its end, which closes its file; `close` would close the connection too."""
    response.getvalue()
    return response.status_code
