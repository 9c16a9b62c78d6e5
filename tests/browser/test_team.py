"""A team at work, by clicking: proposed, reviewed, live; scheduled; left; signed out while writing."""

from __future__ import annotations

import contextlib
import datetime
import quopri
import re

import pytest
from django.utils import timezone
from playwright.sync_api import TimeoutError as TooLateError
from playwright.sync_api import expect

from home.demo.accounts import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(staff_page):
    """Give a function that signs an account in, in a browser of its own."""

    def sign_in(name: str, password: str = PASSWORD):
        page = staff_page()
        page.goto("/admin/")
        page.locator("#id_username").fill(name)
        page.locator("#id_password").fill(password)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Portail de l’insertion professionnelle")
        return page

    return sign_in


def write(page, title: str) -> None:
    """An article that lacks nothing, as a draft that nobody saved."""
    page.get_by_role("link", name="Écrire une actualité").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill("Contenu d’exemple : trois personnes relisent ce texte.")
    expect(page.locator("#id_slug")).not_to_have_value("")


def further(page, name: str) -> None:
    """One of the actions beside the main button."""
    page.locator("footer").get_by_role("button", name="Plus d’actions").click()  # a comment has such a button, too
    page.get_by_role("button", name=re.compile(name)).first.click()


def comment(page, field: str, words: str) -> None:
    """A comment on a field, beside it."""
    page.locator("[data-side-panel-toggle=comments]").click()
    page.locator(f"[data-contentpath={field}] [data-comment-add]").click()
    page.get_by_placeholder("Entrez votre commentaire…").fill(words)
    page.get_by_role("button", name="Commenter").click()
    # Saved by itself, and known by its number: what is sent before would be a second comment.
    expect(page.locator("[name=comments-0-id]")).not_to_have_value("", timeout=30_000)


def settle_a_comment(page) -> None:
    """The first of its menus, opened again where what is saved meanwhile draws the comment anew and folds it."""
    settled = page.get_by_role("menuitem", name="Régler")
    for _ in range(10):
        page.locator("#comments summary").first.click()
        with contextlib.suppress(TooLateError):
            settled.click(timeout=3_000)
            return
    raise AssertionError(page.locator("#comments").inner_text())


def wait_for_mail(portal, page, pattern: str) -> str:
    """What a mail holds, once it was sent; else all mails."""
    for _ in range(120):
        mails = quopri.decodestring(portal.mails().encode()).decode(errors="replace")
        if found := re.search(pattern, mails):
            return found[0] if "/" in pattern else mails
        page.wait_for_timeout(500)
    return pytest.fail(f"no mail says {pattern}")


def said(page, words: str):
    return expect(page.locator(".messages").get_by_text(re.compile(words)).first)


def test_what_a_contributor_proposes_is_refused_corrected_accepted_and_live(signed_in, staff_page, portal):
    title = "Un atelier de menuiserie à relire"
    contributor = signed_in("redactrice")
    write(contributor, title)
    further(contributor, "Soumettre à Relecture")
    said(contributor, "relecture").to_be_visible()

    editor = signed_in("editeur")
    editor.get_by_role("link", name=title).first.click()
    editor.wait_for_load_state("networkidle")
    further(editor, "Demander des modifications")
    reason = editor.locator("form").filter(has=editor.locator("#id_comment"))
    reason.locator("#id_comment").fill("Il manque la ville.")
    reason.get_by_role("button").click()
    said(editor, "mise à jour").to_be_visible()
    assert "refusée avec ce motif" in wait_for_mail(portal, contributor, "Il manque la ville.")

    contributor.goto("/admin/")
    contributor.get_by_role("link", name=title).first.click()
    contributor.wait_for_load_state("networkidle")
    contributor.locator("#id_lead").fill("Contenu d’exemple : à Villefictive, trois personnes relisent ce texte.")
    comment(contributor, "lead", "Est-ce la bonne ville ?")
    further(contributor, "Soumettre de nouveau")
    expect(contributor.get_by_role("heading", name="Un commentaire n’est pas réglé")).to_be_visible()
    contributor.get_by_role("button", name="quand même").click()
    said(contributor, "relecture").to_be_visible()
    said(contributor, "1 commentaire n’y est pas réglé").to_be_visible()

    editor.goto("/admin/")
    editor.get_by_role("link", name=title).first.click()
    editor.wait_for_load_state("networkidle")
    further(editor, "Approuver et Publier")
    asked = editor.get_by_role("dialog", name="Un commentaire n’est pas réglé")
    asked.get_by_role("button", name="Revenir au texte").click()
    expect(asked).to_be_hidden()
    editor.locator("[data-side-panel-toggle=comments]").click()
    settle_a_comment(editor)
    further(editor, "Approuver et Publier")
    said(editor, "publiée|mise à jour").to_be_visible()

    visitor = staff_page()
    visitor.goto("/actualites/")
    visitor.get_by_role("link", name=title).click()
    expect(visitor.get_by_text("à Villefictive")).to_be_visible()


def test_a_session_that_ends_while_one_writes_loses_no_text(signed_in, staff_page):
    page, title = signed_in("editrice"), "Un texte écrit longtemps"
    write(page, title)
    page.context.clear_cookies(name="sessionid")
    page.evaluate("Date.now = ((then) => () => then() + 60000)(Date.now)")  # a minute later, instead of waiting for one
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("heading", name="Votre session est terminée")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se connecter dans un autre onglet").click()
    beside = opened.value
    beside.locator("#id_username").fill("editrice")
    beside.locator("#id_password").fill(PASSWORD)
    beside.keyboard.press("Enter")
    expect(beside.get_by_role("heading", name="La connexion est rétablie")).to_be_visible()
    beside.close()
    page.bring_to_front()
    if (button := page.get_by_role("button", name="Je suis connecté")).is_visible():
        button.click()
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("#id_title")).to_have_value(title)
    page.get_by_role("button", name="Publier", exact=True).click()
    said(page, "publiée").to_be_visible()
    visitor = staff_page()
    visitor.goto("/actualites/")
    expect(visitor.get_by_role("link", name=title)).to_be_visible()


def test_a_text_is_scheduled_seen_in_the_calendar_and_taken_off(signed_in):
    page, title = signed_in("editrice"), "Un texte pour plus tard"
    write(page, title)
    later = timezone.localtime() + datetime.timedelta(days=40)
    page.get_by_role("button", name=re.compile("masquer l.état|masquer le statut")).click()
    page.get_by_role("button", name="Programmer").click()
    page.locator("#id_go_live_at").fill(f"{later:%d/%m/%Y %H:%M}")
    page.locator("#id_expire_at").fill(f"{later + datetime.timedelta(days=10):%d/%m/%Y %H:%M}")
    page.get_by_role("button", name="Enregistrer la programmation").press("Enter")  # the picker of days lies over it
    page.wait_for_load_state("networkidle")
    page.locator("footer").get_by_role("button", name=re.compile("Publier|Programmer")).first.click()
    said(page, "programm|planifi|publi").to_be_visible()
    page.goto("/admin/calendrier/?quoi=appears")
    row = page.get_by_role("row", name=re.compile(title))
    expect(row).to_contain_text("Paraît")
    row.get_by_role("link").click()
    expect(page.locator("#id_title")).to_have_value(title)


def test_a_colleague_is_invited_and_leaves(signed_in, portal, staff_page):
    page = signed_in("administratrice")
    page.goto("/admin/users/")
    page.get_by_role("link", name="Inviter…").click()
    page.get_by_label("Adresse e-mail professionnelle").fill("nour@service.example")
    page.get_by_label("Prénom").fill("Nour")
    page.locator("#id_last_name").fill("Modèle")
    page.get_by_label("Contributeurs").check()
    page.get_by_role("button", name="Inviter").click()
    said(page, "L’invitation part").to_be_visible()

    link = wait_for_mail(portal, page, r"/admin/password_reset/confirm/[\w/-]+")
    newcomer = staff_page()
    newcomer.goto(link)
    for name in ("#id_new_password1", "#id_new_password2"):
        newcomer.locator(name).fill("un mot long et rare")
    newcomer.keyboard.press("Enter")
    newcomer.wait_for_load_state("networkidle")
    newcomer = signed_in("nour@service.example", "un mot long et rare")
    expect(newcomer.get_by_role("heading", name="Premier jour ?")).to_be_visible()

    page.goto("/admin/users/")
    page.get_by_role("link", name=re.compile("Nour Modèle")).first.click()
    page.get_by_role("button", name="Actions", exact=True).click()
    page.get_by_role("link", name="Départ…").click()
    page.get_by_label("Qui reprend ses textes et ses demandes").select_option(label="Rose Démonstration")
    page.get_by_role("button", name="Enregistrer le départ").click()
    said(page, "est fermé").to_be_visible()
    newcomer.goto("/admin/")
    expect(newcomer.locator("#id_password")).to_be_visible()
