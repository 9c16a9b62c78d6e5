"""From a typed place to the referents in charge, on the real tables."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.places.matching import Ask, Route, Unknown, match
from directory.places.place import Reason
from tests.directory.territory_samples import Post, one_post_per_disp


@pytest.fixture(scope="module")
def communes(gazetteer):
    return sorted(gazetteer.communes.values(), key=lambda commune: commune.insee)


@pytest.fixture(scope="module")
def posts(gazetteer):
    """Two posts a direction, each with half of its departments and a mission of its own."""
    posts = []
    for disp, departments in gazetteer.departments_of_disp.items():
        posts.append(Post(f"{disp} 1", frozenset(departments[::2]), frozenset({"travail"})))
        posts.append(Post(f"{disp} 2", frozenset(departments[1::2]), frozenset({"formation"})))
    return posts


@pytest.fixture(scope="module")
def ask(gazetteer, posts):
    return lambda text, **options: match(text, **{"gazetteer": gazetteer, "referents": posts} | options)


def serving(posts, department: str) -> set[Post]:
    return {post for post in posts if department in post.department_codes}


def test_a_commune_routes_to_its_department_with_the_reason(ask, posts):
    route = ask("76600 Le Havre")
    assert isinstance(route, Route)
    assert [place.title for place in route.places] == ["Le Havre, Seine-Maritime (76600)"]
    assert set(route.referents) == serving(posts, "76")
    assert [disp.code for disp in route.disps] == ["rennes"]
    assert route.because == "Le Havre dépend de la direction interrégionale de Rennes."
    assert route.notes == ()


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("76", "La Seine-Maritime dépend de la direction interrégionale de Rennes."),
        ("département des Landes", "Les Landes dépendent de la direction interrégionale de Bordeaux."),
        ("Ain", "L’Ain dépend de la direction interrégionale de Lyon."),
        ("Corse", "La région Corse dépend de la direction interrégionale de Marseille."),
        ("Alsace", "Le territoire «\u00a0Alsace\u00a0» dépend de la direction interrégionale de Strasbourg."),
        ("Nouméa", "Nouméa dépend de la direction des services pénitentiaires d’outre-mer."),
        ("Sophia Antipolis", "Sophia Antipolis dépend de la direction interrégionale de Marseille."),
        (
            "01000",
            "Bourg-en-Bresse et Saint-Denis-lès-Bourg dépendent de la direction interrégionale de Lyon.",
        ),
        ("76110", "Les 22 communes du code postal 76110 dépendent de la direction interrégionale de Rennes."),
    ],
)
def test_the_reason_is_good_french(gazetteer, text, because):
    route = match(text, gazetteer=gazetteer, referents=one_post_per_disp(gazetteer))
    assert route.because == because


def test_an_old_name_is_explained(ask):
    note = "L’ancienne commune de Tourlaville fait aujourd’hui partie de Cherbourg-en-Cotentin."
    assert ask("Tourlaville").notes == (note,)


@pytest.mark.parametrize("code", ["01410", "01590", "05700", "37160", "48250"])
def test_a_postal_code_across_two_directions_asks_which_commune(ask, gazetteer, code):
    question = ask(code)
    assert isinstance(question, Ask)
    assert {place.code for place in question.places} == {row.insee for row in gazetteer.communes_with_code(code)}
    assert len(question.disps) == 2
    for place in question.places:
        assert isinstance(ask(place.query), Route)


def test_a_name_of_several_communes_asks_biggest_first(ask):
    question = ask("saint denis")
    assert isinstance(question, Ask)
    contexts = ["La Réunion", "Seine-Saint-Denis", "Yonne", "Aude", "Gard"]  # in the Yonne, until 2012
    assert [place.context for place in question.places] == contexts
    assert question.question == "«\u00a0saint denis\u00a0» désigne plusieurs lieux, et ils n’ont pas le même référent."
    assert ask("Le Port").question == "Deux communes s’appellent Le Port, et elles n’ont pas le même référent."


def test_a_region_whose_departments_differ_asks_which_department(ask):
    question = ask("Normandie")
    assert isinstance(question, Ask)
    assert [place.title for place in question.places] == [
        "Seine-Maritime (76)",
        "Calvados (14)",
        "Eure (27)",
        "Manche (50)",
        "Orne (61)",
    ]
    assert question.question == "En Normandie, le référent change selon le département."
    assert isinstance(ask("DISP de Rennes"), Ask)


def test_a_region_whose_departments_agree_routes(gazetteer):
    posts = one_post_per_disp(gazetteer)
    route = match("Normandie", gazetteer=gazetteer, referents=posts)
    assert isinstance(route, Route)
    assert [post.name for post in route.referents] == ["rennes"]
    route = match("DISP Rennes", gazetteer=gazetteer, referents=posts)
    assert route.because == "La direction interrégionale de Rennes a les mêmes référents dans tous ses départements."


def test_code_and_name_of_different_places_ask_which_is_right(ask):
    question = ask("76600 Lyon")
    assert isinstance(question, Ask)
    assert question.question.startswith("76600 n’est pas un code postal de Lyon.")
    assert {place.code for place in question.places} == {"76351", "69123"}


def test_code_and_name_that_disagree_but_share_their_referents_route_with_a_note(ask):
    route = ask("76600 Rouen")
    assert isinstance(route, Route)
    assert route.notes == ("76600 n’est pas un code postal de Rouen.",)


def test_those_of_the_mission_come_first_and_nobody_is_dropped(gazetteer):
    work = Post("travail", frozenset({"76"}), frozenset({"travail"}))
    training = Post("formation", frozenset({"76"}), frozenset({"formation"}))
    elsewhere = Post("ailleurs", frozenset({"75"}), frozenset({"formation"}))
    posts = [work, elsewhere, training]

    def routed(mission):
        return match("76600", gazetteer=gazetteer, referents=posts, mission=mission).referents

    assert routed(None) == (work, training)
    assert routed("formation") == (training, work)
    assert routed("unheard-of") == (work, training)


def test_the_same_objects_come_back(gazetteer):
    posts = one_post_per_disp(gazetteer)
    (referent,) = match("Le Havre", gazetteer=gazetteer, referents=posts).referents
    assert any(referent is post for post in posts)


def test_a_vacant_department_still_names_its_direction(gazetteer):
    route = match("76600", gazetteer=gazetteer, referents=[])
    assert isinstance(route, Route)
    assert route.referents == ()
    assert [disp.code for disp in route.disps] == ["rennes"]


def test_two_directions_are_asked_about_even_without_any_referent(gazetteer):
    assert isinstance(match("01590", gazetteer=gazetteer, referents=[]), Ask)


@pytest.mark.parametrize(
    ("text", "reason", "message"),
    [
        ("  ", Reason.EMPTY, "Écrivez une commune ou un code postal."),
        ("7660", Reason.MALFORMED_CODE, "Un code postal a cinq chiffres\u00a0: vous en avez écrit quatre."),
        ("766000", Reason.MALFORMED_CODE, "Un code postal a cinq chiffres\u00a0: vous en avez écrit six."),
        ("76" * 20, Reason.MALFORMED_CODE, "Un code postal a cinq chiffres."),
        ("1", Reason.MALFORMED_CODE, "Un numéro de département a deux chiffres, un code postal cinq."),
        ("99", Reason.UNKNOWN_DEPARTMENT, "Aucun département ne porte le numéro 99."),
        ("99999", Reason.UNKNOWN_CODE, "99999 n’est le code postal d’aucune commune de France."),
        ("98000", Reason.MONACO, "98000 est à Monaco\u00a0: ce n’est pas un territoire que nous couvrons."),
        ("Monte-Carlo", Reason.MONACO, "Monaco n’est pas un territoire que nous couvrons."),
        ("Le Avre", Reason.UNKNOWN_NAME, "Nous ne connaissons pas «\u00a0Le Avre\u00a0»."),
        ("x" * 90, Reason.UNKNOWN_NAME, f"Nous ne connaissons pas «\u00a0{'x' * 60}…\u00a0»."),
    ],
)
def test_an_unknown_place_is_told_why(ask, text, reason, message):
    unknown = ask(text)
    assert isinstance(unknown, Unknown)
    assert (unknown.reason, unknown.message) == (reason, message)


def test_every_department_has_a_direction_and_a_route(gazetteer, ask, posts):
    assert len(gazetteer.departments) == 108
    for code in gazetteer.departments:
        route = ask(code)
        assert isinstance(route, Route)
        assert set(route.referents) == serving(posts, code)


def test_every_postal_code_reaches_each_of_its_communes(gazetteer, ask, posts):
    communes = defaultdict(set)
    for commune in gazetteer.communes.values():
        for code in commune.postal_codes:
            communes[code].add(commune)
    assert len(communes) > 6000
    for code, expected in communes.items():
        found = ask(code)
        assert {place.commune for place in found.places} == expected
        departments = {commune.department for commune in expected}
        if isinstance(found, Route):
            assert all(set(found.referents) == serving(posts, department) for department in departments)
        else:
            assert len({frozenset(serving(posts, department)) for department in departments}) > 1


# The other order is read by the same steps, samples of which are in test_reading.
@pytest.mark.parametrize("form", ["{code} {name}", pytest.param("{name} {code}", marks=pytest.mark.full)])
def test_every_code_with_its_name_routes_to_that_commune(gazetteer, ask, posts, form):
    rows = [(code, commune) for commune in gazetteer.communes.values() for code in commune.postal_codes]
    assert len(rows) > 35_000
    expected = {department: serving(posts, department) for department in gazetteer.departments}
    for code, commune in rows:
        route = ask(form.format(code=code, name=commune.name))
        assert isinstance(route, Route)
        assert [place.code for place in route.places] == [commune.insee]
        assert set(route.referents) == expected[commune.department]


def test_every_cedex_stays_in_its_department(gazetteer, ask):
    codes = [code for code in gazetteer.cedex if not gazetteer.communes_with_code(code)]
    assert len(codes) > 14_000
    for code in codes:
        departments = {department for place in ask(code).places for department in place.departments}
        assert departments == {gazetteer.cedex[code].department}


@settings(max_examples=300)
@given(text=st.text(max_size=250))
def test_any_text_gets_one_of_the_three_answers(gazetteer, posts, text):
    assert isinstance(match(text, gazetteer=gazetteer, referents=posts), Route | Ask | Unknown)


@settings(max_examples=300)
@given(
    position=st.integers(min_value=0, max_value=34_000),
    change=st.sampled_from([str, str.upper, str.lower, lambda name: name.replace("-", " ")]),
)
def test_a_name_alone_never_loses_the_commune_it_names(gazetteer, communes, posts, position, change):
    commune = communes[position]
    found = match(change(commune.name), gazetteer=gazetteer, referents=posts)
    if isinstance(found, Unknown):
        assert commune.name in {"Argentine", "Soudan", "Suisse"}  # countries too
        assert commune in {place.commune for place in found.suggestions}
        return
    assert commune in {place.commune for place in found.places}
    if isinstance(found, Route):
        assert set(found.referents) == serving(posts, commune.department)
