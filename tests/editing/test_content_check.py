"""What an editor may have overlooked is shown beside the form, to who approves, in lists and in two reports."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from directory.models import Actor, Mission, Referent, Workshop
from home.models import DatedFact, Question, QuestionTheme
from home.setup.groups import CONTRIBUTORS, DIRECTORY_KEEPERS, EDITORS
from news.models import NewsPage
from portal.cms.quality import keeping
from portal.cms.quality.admin import QualityColumn
from portal.cms.quality.snippets import counted
from portal.models import PageCheck, SnippetCheck
from search.models import GlossaryTerm
from tests.directory.factories import ActorFactory, ReferentFactory
from tests.editing.filled_forms import EMPTY, form_data
from tests.editing.forms import send
from tests.editing.test_writing import news_form

VAGUE = {"source_label": "cliquez ici", "source_url": "https://exemple.fr/"}
SAID = "«\u00a0cliquez ici\u00a0» ne dit pas où mène le lien."
REPORT = reverse("content_quality")


def shown(client, url: str) -> str:
    response = client.get(url, follow=True)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def drafted(client, title: str, **more) -> NewsPage:
    send(client, client.get(reverse("write", args=["actualite"]))["Location"], news_form(title) | VAGUE | more)
    return NewsPage.objects.get(title=title)


@pytest.fixture
def checked(editor, django_capture_on_commit_callbacks) -> NewsPage:
    with django_capture_on_commit_callbacks(execute=True):
        return drafted(editor, "Un brouillon")


def test_the_panel_says_what_to_look_at_and_leads_there(editor, checked):
    form = shown(editor, reverse("wagtailadmin_pages:edit", args=[checked.pk]))
    assert f'<a href="#id_source_label" data-mistake>Lien vers la source\u00a0: {SAID}</a>' in form
    assert SAID in shown(editor, reverse("content_remarks", args=[checked.pk]))


def test_nobody_else_reads_the_remarks_on_a_draft(signed_in, checked):
    url = reverse("content_remarks", args=[checked.pk])
    assert signed_in(DIRECTORY_KEEPERS).get(url).status_code == 302


def test_the_list_counts_them(editor, checked):
    url = reverse("wagtailadmin_explore", args=[checked.get_parent().pk])
    assert "1\u00a0remarque" in shown(editor, url)


def test_the_reports_name_the_page_and_can_be_narrowed_to_broken_links(editor, checked):
    assert SAID in shown(editor, REPORT)
    assert SAID not in shown(editor, f"{REPORT}?regle=broken-link")
    assert "Rien à revoir" in shown(editor, f"{REPORT}?regle=broken-link")


def test_a_link_that_breaks_by_others_is_found_at_night(editor, site):
    page = NewsPage(title="Deux liens", slug="deux-liens", source_url="https://exemple.fr/")
    site["news"].add_child(instance=page)
    other = NewsPage(title="Autre", slug="autre")
    site["news"].add_child(instance=other)
    page.body = [("text", f'<p>Voir <a linktype="page" id="{other.pk}">la suite du chantier</a></p>')]
    page.save_revision().publish()
    other.delete()
    assert keeping.renew_all(datetime.datetime.now(datetime.UTC)).endswith("texts checked")
    assert PageCheck.objects.get(page_id=page.pk).remarks[0]["code"] == "broken-link"
    assert "Deux liens" in shown(editor, f"{REPORT}?regle=broken-link")


def test_what_a_night_has_no_time_for_is_first_in_the_next_one(editor, site, monkeypatch):
    PageCheck.objects.all().delete()
    monkeypatch.setattr(keeping, "MOST_SECONDS", 0)
    for count in (1, 2, 3):
        assert "others next time" in keeping.renew_all(datetime.datetime.now(datetime.UTC))
        assert PageCheck.objects.count() == count


def test_who_approves_reads_what_its_author_overlooked(signed_in, editor):
    page = drafted(signed_in(CONTRIBUTORS), "À relire", **{"action-submit": "1"})
    assert page.current_workflow_task is not None
    form = shown(signed_in(EDITORS), reverse("wagtailadmin_pages:edit", args=[page.pk]))
    notice, rest = form.split("Avant d’approuver, à revoir\u00a0:")[1].split("</ul>", 1)
    assert SAID in notice
    assert rest


def test_a_question_is_checked_like_a_page(editor, django_capture_on_commit_callbacks):
    question = Question.objects.create(question="Qui paie ?", answer="<p>Vous.</p>", source="Un texte")
    edit = reverse("wagtailsnippets_home_question:edit", args=[question.pk])
    rest = {"themes": [QuestionTheme.objects.first().pk], "readers": question.readers, "position": "0"}
    rest |= {"question": "Qui paie ?", "slug": "qui-paie", "source": "Un texte", "facts-count": "0"}
    data = form_data(editor.get(edit).context["form"], EMPTY) | rest
    data["answer"] = rich_text("<p>Le CNESST paie.</p>")
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, edit, data)
    said = "«\u00a0CNESST\u00a0» n’est expliqué ni ici ni dans le glossaire."
    assert SnippetCheck.objects.get(object_id=str(question.pk)).remarks[0]["what"] == said
    assert f'<a href="#id_answer" data-mistake>Réponse\u00a0: {said}</a>' in shown(editor, edit)
    check = SnippetCheck.objects.get(object_id=str(question.pk))
    assert counted(Question.objects.all()).get(pk=question.pk).remark_count == check.count > 0
    report = shown(editor, REPORT)
    assert said in report
    assert f'href="{edit}"' in report
    question.delete()
    keeping.renew_all(datetime.datetime.now(datetime.UTC))
    assert not SnippetCheck.objects.filter(object_id=str(question.pk)).exists()


def test_the_list_of_each_kind_that_is_checked_has_the_column(signed_in):
    kinds = keeping.checked_models()
    assert {Actor, DatedFact, GlossaryTerm, Mission, Question, Referent, Workshop} == set(kinds)
    assert all(any(isinstance(each, QualityColumn) for each in kind.snippet_viewset.list_display) for kind in kinds)
    ActorFactory()
    ReferentFactory()
    client = signed_in(EDITORS, DIRECTORY_KEEPERS)
    for kind in set(kinds) - {Workshop}:
        assert "Qualité" in shown(client, reverse(kind.snippet_viewset.get_url_name("list"))), kind


def test_a_keeper_of_the_directory_reads_the_remarks_on_what_is_kept_there_alone(checked, signed_in):
    mission = Mission.objects.first()
    Mission.objects.filter(pk=mission.pk).update(text="Le CNESST paie.")
    keeping.renew_all(datetime.datetime.now(datetime.UTC))
    report = shown(signed_in(DIRECTORY_KEEPERS), REPORT)
    assert "«\u00a0CNESST\u00a0»" in report
    assert SAID not in report
