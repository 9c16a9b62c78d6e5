"""What every engine answers to the same words on the same entries."""

from __future__ import annotations

import datetime

from search.index.entry import SearchEntry
from search.index.position import Changes
from search.query.facets import Choices, none_counted
from search.query.plan import SearchQuery, plan_for
from tests.engines.conftest import START

LONG = "Une phrase sur la vie d’un établissement, son quartier et ses équipes. " * 30


def entry(number: int, title: str = "Sans titre", **values: object) -> SearchEntry:
    values.setdefault("kind", "pages")
    return SearchEntry(f"page:{number}", title=title, url=f"/{number}/", **values)


def keys(results) -> list[str]:
    return [hit.key for hit in results.hits]


FILLER = [entry(100 + number, f"Page numéro {number}", body=LONG) for number in range(12)]


def test_words_are_found_in_every_form(ask):
    texts = ["Réinsertion à Lyon", "Le travail des détenus", "Mise en œuvre", "L’insertion", "Un accord régional",
             "Les prud’hommes", "Le SPIP de Rouen", "Le Havre (76600)", "Dedans-dehors"]  # fmt: skip
    ask("", *[entry(number, text) for number, text in enumerate(texts)], *FILLER)
    typed = {
        "reinsertions": 0, "RÉINSERTION": 0, "re\u0301insertion": 0,
        "detenu": 1, "détenues": 1, "travaux": 1,
        "oeuvre": 2, "Œuvres": 2, "l’oeuvre": 2,
        "insertion": 3, "l'insertion": 3, "d`insertions": 3,
        "régionaux": 4, "regionale": 4,
        "prudhommes": 5, "prud'homme": 5,
        "spip": 6, "76600": 7, "dehors": 8,
    }  # fmt: skip
    assert {words: keys(ask(words)) for words in typed} == {words: [f"page:{each}"] for words, each in typed.items()}


def test_words_are_found_wherever_they_stand(ask):
    entries = [entry(1, "Apprentissage"), entry(2, summary="Apprentissage"), entry(3, body="Apprentissage"),
               entry(4, keywords=("Apprentissage",))]  # fmt: skip
    assert sorted(keys(ask("apprentissages", *entries, *FILLER))) == ["page:1", "page:2", "page:3", "page:4"]


def test_one_word_of_two_is_enough_and_both_are_better(ask):
    entries = [entry(1, "Lyon"), entry(2, "Apprentissage à Lyon"), entry(3, "Apprentissage"), *FILLER]
    found = keys(ask("apprentissage Lyon", *entries))
    assert found[0] == "page:2"
    assert sorted(found) == ["page:1", "page:2", "page:3"]


def test_of_many_words_some_must_be_there(ask):
    entries = [entry(1, "Boulangerie"), entry(2, "Boulangerie, cuisine"), *FILLER]
    assert keys(ask("boulangerie cuisine menuiserie couture", *entries)) == ["page:2"]


def test_a_name_of_several_words_is_enough(engine):
    entries = [entry(1, "La semi-liberté"), entry(2, "Embaucher une personne"), entry(3, "Embaucher"), *FILLER]
    engine.apply(Changes(START, tuple(entries)))
    plan = plan_for("embaucher une personne en semi-liberté", {("semi", "libert"): (("csl",),)})
    assert set(keys(engine.search(SearchQuery(plan)))) == {"page:1", "page:2"}


def test_where_no_name_is_written_its_words_are_found_however_common(engine):
    entries = [entry(number, f"La prison {number}") for number in range(4)] + [entry(9, "Autre chose")]
    engine.apply(Changes(START, tuple(entries)))
    plan = plan_for("made in prison", {("mad", "in", "prison"): (("label", "pep"),)})
    assert len(keys(engine.search(SearchQuery(plan)))) == 4
    engine.apply(Changes(START, (entry(10, "Le label PePs"),)))
    assert keys(engine.search(SearchQuery(plan))) == ["page:10"]


def test_a_word_in_the_title_counts_more_than_in_the_text(ask):
    entries = [entry(1, "Autre chose", body=f"{LONG} boulangerie"), entry(2, "La boulangerie", body=LONG), *FILLER]
    assert keys(ask("boulangerie", *entries)) == ["page:2", "page:1"]


def test_a_rare_word_counts_more_than_a_common_one(ask):
    entries = [entry(1, "Draguignan", body=LONG), *FILLER]
    assert keys(ask("établissement Draguignan", *entries))[0] == "page:1"


def test_a_phrase_is_found_in_its_order_only(ask):
    entries = [entry(1, "La mission locale"), entry(2, "Une mission pour la locale"), entry(3, "Locale, la mission")]
    assert keys(ask('"mission locale"', *entries, *FILLER)) == ["page:1"]
    assert keys(ask("« missions locales »")) == ["page:1"]
    assert sorted(keys(ask("mission locale"))) == ["page:1", "page:2", "page:3"]


def test_a_phrase_does_not_run_from_one_field_to_the_next(ask):
    assert keys(ask('"mission locale"', entry(1, "Mission", summary="Locale"), *FILLER)) == []


def test_words_beside_a_phrase_raise_the_score(ask):
    entries = [entry(1, "La mission locale"), entry(2, "La mission locale de Lyon"), entry(3, "Lyon"), *FILLER]
    assert keys(ask('"mission locale" Lyon', *entries)) == ["page:2", "page:1"]


def test_equals_come_newest_first_and_those_without_a_date_last(ask):
    days = [datetime.date(2020, 1, 1), datetime.date(2022, 1, 1), None, datetime.date(2021, 1, 1)]
    entries = [entry(number, "Concession", date=day) for number, day in enumerate(days)]
    assert keys(ask("concession", *entries, *FILLER)) == ["page:1", "page:3", "page:0", "page:2"]


def test_kinds_are_counted_over_everything_and_filter_the_hits(ask):
    entries = [entry(number, "Concession", kind="actualites" if number < 3 else "pages") for number in range(5)]
    results = ask("concession", *entries, *FILLER, choices=Choices(kind="pages"))
    assert (results.total, results.counts["kind"]) == (2, {"actualites": 3, "pages": 2})
    assert {hit.kind for hit in results.hits} == {"pages"}
    assert results.found == {f"page:{number}" for number in range(5)}


def test_hits_come_in_pages_that_hold_each_once(ask):
    ask("concession", *[entry(number, "Concession") for number in range(25)], *FILLER)
    pages = [ask("concession", offset=offset) for offset in (0, 10, 20, 30)]
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert {page.total for page in pages} == {25}
    assert len({key for page in pages for key in keys(page)}) == 25


def test_withheld_entries_are_neither_found_nor_counted(ask):
    entries = [entry(number, "Concession") for number in range(3)]
    results = ask("concession", *entries, *FILLER, withheld=frozenset({"page:1"}))
    assert sorted(keys(results)) == ["page:0", "page:2"]
    assert (results.total, results.counts["kind"], results.found) == (2, {"pages": 2}, {"page:0", "page:2"})


def test_beyond_two_hundred_the_found_keys_are_not_listed(ask):
    results = ask("concession", *[entry(number, "Concession") for number in range(201)])
    assert (results.total, results.found) == (201, None)


def test_found_words_are_marked_and_nothing_is_markup(ask):
    text = f"{LONG} <script>alert(1)</script> & l’apprentissage <b>court</b>. {LONG}"
    (hit,) = ask("apprentissages", entry(1, body=text), *FILLER).hits
    assert [part.text for part in hit.excerpt if part.is_marked] == ["apprentissage"]
    plain = "".join(part.text for part in hit.excerpt)
    assert "l’apprentissage <b>court</b>" in plain
    assert len(plain) < 300


def test_the_summary_is_shown_when_it_says_it(ask):
    (hit,) = ask("apprentissage", entry(1, summary="Un apprentissage.", body=f"Apprentissage. {LONG}"), *FILLER).hits
    assert "".join(part.text for part in hit.excerpt) == "Un apprentissage."


def test_a_hit_brings_what_its_row_shows(ask):
    told = {"where": "Normandie", "when": "octobre 2020", "date": datetime.date(2020, 10, 1)}
    (hit,) = ask("cuisine", entry(1, "La cuisine", **told), *FILLER).hits
    assert (hit.title, hit.where, hit.when, hit.date) == ("La cuisine", "Normandie", "octobre 2020", told["date"])
    assert hit.excerpt == ()


def test_nothing_is_found_where_nothing_is_and_no_sign_is_a_command(ask):
    ask("", *FILLER)
    for typed in ("zblorg", "zblorg wxyz qsdf", '"cuisine zblorg"', "AND OR NOT", "title:cuisine", "cuis*", "a" * 200,
                  "NEAR(cuisine)", "{cuisine}", "^cuisine", "cuisine~"):  # fmt: skip
        results = ask(typed)
        told = (results.total, results.hits, results.counts, results.found)
        assert told == (0, (), none_counted(), frozenset()), typed


def test_one_word_too_long_spoils_nothing(ask):
    assert keys(ask("cuisine", entry(1, body=f"{'x' * 40_000} cuisine"), *FILLER)) == ["page:1"]


def test_every_word_of_a_long_query_may_be_typed(ask):
    typed = " ".join(f"mot{number}" for number in range(60))
    assert plan_for(typed)
    assert keys(ask(typed, *FILLER)) == []


def test_a_misspelt_word_is_corrected_and_told_with_its_accents(ask):
    entries = [entry(1, "La réinsertion à Lyon"), *FILLER]
    found = ask("reinsertoin Lyon", *entries)
    assert (keys(found), found.corrected_query) == (["page:1"], "réinsertion Lyon")
    assert ask("réinsertion").corrected_query is None


def test_who_means_the_words_as_they_stand_gets_no_correction(ask):
    ask("", entry(1, "La réinsertion à Lyon"), *FILLER)
    assert keys(ask("reinsertoin", is_exact=True)) == []
    assert ask("reinsertoin Lyon", is_exact=True).corrected_query is None


def test_names_of_the_glossary_are_one_thing(engine):
    synonyms = {("pol", "emploi"): (("franc", "traval"),), ("franc", "traval"): (("pol", "emploi"),)}
    named = [entry(1, "Une agence", body="France Travail à Rouen"), entry(2, "Une agence", body="Pôle emploi à Rouen")]
    entries = [*named, entry(3, "Une agence", body="L’emploi, loin du pôle"), *FILLER]
    engine.apply(Changes(START, tuple(entries)))
    for typed, first in (("pole emploi", ["page:2", "page:1"]), ("France Travail", ["page:1", "page:2"])):
        assert keys(engine.search(SearchQuery(plan_for(typed, synonyms))))[:2] == first


def test_a_word_that_begins_alike_is_found_when_the_word_itself_is_not(ask):
    assert keys(ask("boulangers", entry(1, "La boulangerie"), *FILLER)) == ["page:1"]


def test_words_of_nothing_are_met_with_silence_even_beside_a_common_one(ask):
    ask("", *FILLER)
    assert ask("quartier zblorg frutnik qsdfgh").total == 0
