from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from home import doctor
from home.accessibility.conformity import Conformity, conformity_of, is_in_force
from home.models import AccessibilityAudit, StandardPage
from home.models.identities import ACCESSIBILITY
from home.setup.groups import ADMINISTRATORS, EDITORS, set_up_groups
from tests.home.facts.samples import a_fact

DAY = datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("rate", "state"),
    [
        (None, "non conforme"),
        ("0", "non conforme"),
        ("49.99", "non conforme"),
        ("50", "partiellement conforme"),
        ("99.99", "partiellement conforme"),
        ("100", "totalement conforme"),
    ],
)
def test_half_of_the_criteria_make_a_site_partly_conforming_and_all_of_them_wholly(rate, state):
    assert conformity_of(rate and Decimal(rate)).label == state


@pytest.mark.parametrize(
    ("audited_on", "counts"),
    [
        (DAY, True),
        (datetime.date(2023, 11, 30), True),
        (datetime.date(2023, 11, 29), False),
        (datetime.date(2019, 1, 1), False),
        (datetime.date(2026, 11, 30), False),
    ],
)
def test_an_audit_counts_for_three_years_from_its_day(audited_on, counts):
    assert is_in_force(audited_on, DAY) is counts


def an_audit(**changes) -> AccessibilityAudit:
    values = {
        "auditor": "l’Atelier Exemple",
        "audited_on": timezone.localdate(),
        "rate": Decimal("72.5"),
        "sample": "Accueil\n\nContact",
        "failures": "3.2 : contraste des boutons au survol",
    }
    return AccessibilityAudit(**values | changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"audited_on": datetime.date(2999, 1, 1)}, "audited_on"),
        ({"audited_on": None}, "audited_on"),
        ({"rate": Decimal(101)}, "rate"),
        ({"rate": Decimal(-1)}, "rate"),
        ({"rate": None}, "rate"),
        ({"rate": Decimal(100)}, "rate"),  # and a criterion that is not met
        ({"failures": " \n "}, "failures"),
        ({"sample": " \n "}, "sample"),
        ({"auditor": ""}, "auditor"),
    ],
)
def test_an_audit_that_says_too_little_or_contradicts_itself_is_refused(changes, field):
    with pytest.raises(ValidationError) as refused:
        an_audit(**changes).full_clean(validate_constraints=False)
    assert field in refused.value.message_dict


@pytest.fixture
def statement(home_page):
    page = StandardPage(
        title="Accessibilité", slug="accessibilite", translation_key=ACCESSIBILITY, in_brief="<p>Écrivez-nous.</p>"
    )
    home_page.add_child(instance=page)
    return page


@pytest.fixture
def said(client, statement):
    """What the footer of another page and the statement say, in plain words."""

    def read() -> tuple[str, str]:
        footer = BeautifulSoup(client.get("/nulle-part/").content, "html.parser").footer
        page = BeautifulSoup(client.get(statement.url).content, "html.parser").main
        link = footer.find("a", href="/accessibilite/").get_text().replace("\u00a0", " ")
        return link, " ".join(page.get_text(" ").replace("\u00a0", " ").split()).replace(" ,", ",")

    return read


@pytest.mark.django_db
def test_without_an_audit_every_footer_and_the_statement_say_not_conforming(said):
    link, page = said()
    assert link == "Accessibilité : non conforme"
    assert "Ce site est non conforme au RGAA 4.1 : aucun audit n’a encore été mené par une personne." in page
    assert "Aucun taux ne peut être donné avant un audit." in page


@pytest.mark.django_db
def test_an_audit_changes_both_and_is_told_whole(said):
    said()  # what was cached must go
    an_audit().save()
    link, page = said()
    assert link == "Accessibilité : partiellement conforme"
    assert "l’audit que l’Atelier Exemple a mené le" in page
    assert "72,5 % des critères applicables respectés" in page
    assert "Pages contrôlées Accueil Contact" in page
    assert "Critères non respectés 3.2 : contraste des boutons au survol" in page
    an_audit(audited_on=DAY.replace(year=2019), rate=Decimal(100), failures="").save()
    assert said()[0] == "Accessibilité : partiellement conforme", "the last one counts, not the best"


@pytest.mark.django_db
def test_an_old_audit_counts_no_more(said):
    an_audit(audited_on=DAY.replace(year=2019)).save()
    link, page = said()
    assert link == "Accessibilité : non conforme"
    assert "le dernier audit, du 29 novembre 2019, a plus de trois ans" in page
    assert AccessibilityAudit.objects.get().conformity is Conformity.NONE


@pytest.mark.django_db
def test_administrators_record_audits_and_editors_do_not():
    set_up_groups()
    may = {
        name: Group.objects.get(name=name).permissions.filter(codename="add_accessibilityaudit").exists()
        for name in (ADMINISTRATORS, EDITORS)
    }
    assert may == {ADMINISTRATORS: True, EDITORS: False}


@pytest.mark.django_db
def test_the_doctor_finds_a_state_that_is_written_by_hand(statement):
    assert list(doctor.stated_by_hand()) == []
    statement.in_brief = "<p>Ce site est <b>non conforme</b>.</p>"
    statement.save()
    (finding,) = doctor.stated_by_hand()
    assert "le texte redit l’état de conformité" in str(finding)


@pytest.mark.django_db
@pytest.mark.ignore_template_errors  # Wagtail's own templates
def test_the_lists_of_audits_and_of_facts_head_every_column_in_french(admin_client):
    an_audit().save()
    a_fact()
    for name, heads in {"accessibilityaudit": ("Taux", "État"), "datedfact": ("Valeur", "État")}.items():
        page = BeautifulSoup(admin_client.get(f"/admin/snippets/home/{name}/").content, "html.parser")
        shown = [head.get_text(" ", strip=True) for head in page.select("table thead th")]
        assert set(heads) <= set(shown), shown
        assert not {"Said", "Said rate", "State label"} & set(shown)
