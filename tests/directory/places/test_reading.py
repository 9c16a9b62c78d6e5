"""What people type, on the real tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.places.reading import read_place
from directory.places.text import MAX_LENGTH


def titles(places) -> list[str]:
    return [place.title for place in places]


LE_HAVRE = "76351"
THE_HAVRE_CODE = [
    "76600",
    "de 76600",
    "76 600",
    "7 6 6 0 0",
    "F-76600",
    "f76600",
    "FR 76600",
    "CP 76600",
    "code postal : 76600",
]
THE_HAVRE_NAME = [
    "Le Havre",
    "le havre",
    "LE HAVRE",
    "havre",
    "lehavre",
    "Le-Havre",
    "au Havre",
    "Le  Hâvre",
    "ville du Havre",
]
BOTH = [
    "76600 Le Havre",
    "Le Havre 76600",
    "76600LeHavre",
    "76600 LE HAVRE CEDEX 9",
    "Le Havre (76600)",
    "Le Havre, France",
]
WITH_MORE = [
    "Le Havre (76)",
    "76 Le Havre",
    "Le Havre, Seine-Maritime",
    "Le Havre, Seine-Maritime (76600)",
    "Normandie, Le Havre",
]
ADDRESSES = [
    "12 rue de la République, 76600 Le Havre",
    "76600 Zone portuaire",
    "76600 Le Avre",
    "Le Havre Cedex",
    "76084",
]


@pytest.mark.parametrize("text", [*THE_HAVRE_CODE, *THE_HAVRE_NAME, *BOTH, *WITH_MORE, *ADDRESSES])
def test_le_havre_is_found_however_it_is_typed(read, text):
    assert [place.code for place in read(text).places] == [LE_HAVRE]


@pytest.mark.parametrize(
    ("text", "insee"),
    [
        ("st etienne", "42218"),
        ("Saint-Étienne", "42218"),
        ("ste foy la grande", "33402"),
        ("L'Haÿ-les-Roses", "94038"),
        ("L’Haÿ-les-Roses", "94038"),
        ("lhay les roses", "94038"),
        ("l hay les roses", "94038"),
        ("02160 oeuilly", "02565"),
        ("Œuilly (51)", "51410"),
        ("Levallois", "92044"),  # no other name begins with it
        ("Chalon sur", "71076"),
        ("Y", "80829"),
        ("80190 y", "80829"),
        ("villeneuve s/ lot", "47323"),
        ("59650 Villeneuve", "59009"),
        ("Saint-Denis de La Réunion", "97411"),
        ("Château-Chinon (Ville)", "58062"),
        ("97133", "97701"),
        ("97150", "97801"),
        ("01590 Lavancia-Epercy", "39283"),
        ("\N{FULLWIDTH DIGIT SEVEN}\N{FULLWIDTH DIGIT SIX}600", LE_HAVRE),
        ("٧٦٦٠٠", LE_HAVRE),
    ],
)
def test_communes_are_found_by_the_spellings_people_use(read, text, insee):
    assert [place.code for place in read(text).places] == [insee]


@pytest.mark.parametrize(
    ("insee", "texts"),
    [
        (
            "75056",
            [
                "Paris",
                "Paris 12",
                "Paris XII",
                "paris xvie",
                "Paris 12e",
                "PARIS 12ème arrondissement",
                "12e arrondissement de Paris",
                "75116",
            ],
        ),
        ("75056", ["Paris XII", "paris xvie", "75000", "75000 Paris", "75012 Paris 12", "Paris 08", "paris cedex 15"]),
        ("69123", ["Lyon", "Lyon 3", "lyon 03", "69003 Lyon 3e", "69000", "Lyon 69"]),
        ("13055", ["Marseille 1er", "13000", "Marseille 13000", "Marseille Cedex 06"]),
    ],
)
def test_districts_and_codes_of_whole_cities_are_the_city(read, insee, texts):
    assert {text: [place.code for place in read(text).places] for text in texts} == {text: [insee] for text in texts}


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("76", "department", "76"),
        ("01", "department", "01"),
        ("2A", "department", "2A"),
        ("2a", "department", "2A"),
        ("2 b", "department", "2B"),
        ("974", "department", "974"),
        ("département 76", "department", "76"),
        ("dept. 976", "department", "976"),
        ("la Seine-Maritime", "department", "76"),
        ("dans le Nord", "department", "59"),
        ("Lot", "department", "46"),
        ("Var", "department", "83"),
        ("Ain", "department", "01"),
        ("Mayotte", "department", "976"),
        ("Guadeloupe", "department", "971"),
        ("Nouvelle Calédonie", "department", "988"),
        ("Tahiti", "department", "987"),
        ("département de la Vienne", "department", "86"),
        ("Vienne (département)", "department", "86"),
        ("ville de Vienne", "commune", "38544"),
        ("Normandie", "region", "28"),
        ("la région Bretagne", "region", "53"),
        ("région Bourgogne", "area", "Bourgogne"),
        ("paca", "region", "93"),
        ("Île de France", "region", "11"),
        ("Corse", "region", "94"),
        ("Alsace", "area", "Alsace"),
        ("DISP de Rennes", "disp", "rennes"),
        ("Direction interrégionale des services pénitentiaires de Lyon", "disp", "lyon"),
        ("DISP Centre-Est Dijon", "disp", "dijon"),
        ("DSPOM", "disp", "dspom"),
        ("outre-mer", "disp", "dspom"),
        ("DISP du Havre", "commune", LE_HAVRE),
        ("Polynésie", "department", "987"),
        ("Mata-Utu", "department", "986"),
        ("Sophia Antipolis", "department", "06"),
        ("97084", "department", "971"),
    ],
)
def test_departments_regions_and_directions_are_places_too(read, text, kind, code):
    assert [(place.kind, place.code) for place in read(text).places] == [(kind, code)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Saint-Denis",
            [
                "Saint-Denis, La Réunion",
                "Saint-Denis, Seine-Saint-Denis",
                "Saint-Denis-lès-Sens, Yonne (89100)",
                "Saint-Denis, Aude (11310)",
                "Saint-Denis, Gard (30500)",
            ],
        ),
        ("Vienne", ["Vienne (86)", "Vienne, Isère (38200)"]),
        ("La Réunion", ["La Réunion (974)", "La Réunion, Lot-et-Garonne (47700)"]),
        ("Réunion", ["La Réunion (974)", "La Réunion, Lot-et-Garonne (47700)"]),
        ("Landes", ["Landes (40)", "Landes, Charente-Maritime (17380)", "Landes-sur-Ajon, Calvados (14310)"]),
        ("Port", ["Le Port, La Réunion (97420)", "Port, Ain (01460)", "Le Port, Ariège (09320)"]),
        ("Le Port", ["Le Port, La Réunion (97420)", "Le Port, Ariège (09320)"]),
        (
            "Évry",
            [
                "Évry-Courcouronnes, Essonne",
                "Évry-Grégy-sur-Yerre, Seine-et-Marne (77166)",
                "Évry, Yonne (89140)",
            ],
        ),
        ("La Baule", ["La Baule-Escoublac, Loire-Atlantique (44500)", "Baule, Loiret (45130)"]),
        ("Brou", ["Brou-sur-Chantereine, Seine-et-Marne (77177)", "Brou, Eure-et-Loir (28160)"]),
        ("Brou 28", ["Brou, Eure-et-Loir (28160)"]),
        ("Vitré", ["Vitré, Ille-et-Vilaine (35500)", "Beaussais-Vitré, Deux-Sèvres (79370)"]),
        ("Clairvaux", ["Clairvaux-les-Lacs, Jura (39130)", "Clairvaux-d’Aveyron, Aveyron (12330)"]),
        ("20", ["Haute-Corse (2B)", "Corse-du-Sud (2A)"]),
        ("75, 92 et 93", ["Paris (75)", "Seine-Saint-Denis (93)", "Hauts-de-Seine (92)"]),
        ("Lyon / Marseille", ["Marseille, Bouches-du-Rhône", "Lyon, Rhône"]),
        ("76600 69001", ["Lyon, Rhône (69001)", "Le Havre, Seine-Maritime (76600)"]),
    ],
)
def test_all_that_a_text_may_mean_is_found_biggest_first(read, text, found):
    assert titles(read(text).places) == found


def test_an_old_name_leads_to_the_commune_of_today_and_says_so(read):
    (place,) = read("tourlaville").places
    assert place.title == "Cherbourg-en-Cotentin, Manche"
    assert place.note == "L’ancienne commune de Tourlaville fait aujourd’hui partie de Cherbourg-en-Cotentin."
    for name, of in (("Cherbourg", "de Cherbourg"), ("Octeville", "d’Octeville")):  # joined before 2016
        note = f"L’ancienne commune {of} fait aujourd’hui partie de Cherbourg-en-Cotentin."
        assert note in {place.note for place in read(name).places}
    assert read("Châlons-sur-Marne").places[0].note == "Châlons-sur-Marne s’appelle aujourd’hui Châlons-en-Champagne."
    parted = "L’ancienne commune de Loisey-Culey est aujourd’hui partagée\u00a0: {} en faisait partie."
    assert [place.note for place in read("Loisey-Culey").places] == [parted.format("Loisey"), parted.format("Culey")]
    (area,) = read("Haute-Normandie").places
    assert area.departments == ("27", "76")
    assert area.note == "La Haute-Normandie fait aujourd’hui partie de la région Normandie."


def test_five_digits_are_a_postal_code_before_a_cedex(read, gazetteer):
    assert "93210" in gazetteer.cedex
    assert titles(read("93210").places) == ["Saint-Denis, Seine-Saint-Denis (93210)"]
    assert titles(read("97701").places) == ["Saint-Denis, La Réunion (97701)"]  # 977 is Saint-Barthélemy elsewhere


def test_a_code_and_a_name_that_disagree_are_both_kept(read):
    reading = read("76600 Lyon")
    assert titles(reading.places) == ["Lyon, Rhône", "Le Havre, Seine-Maritime (76600)"]
    assert reading.conflict == "76600 n’est pas un code postal de Lyon."
    reading = read("Le Havre (33)")
    assert titles(reading.places) == ["Gironde (33)", "Le Havre, Seine-Maritime"]
    assert reading.conflict == "Le Havre n’est pas dans le département 33."


# Words that start a way of reading: repeated, they must neither fail nor make the ways of reading multiply.
LEADING_WORDS = (
    "disp direction interregionale de du la région département ville 76 2a 974 20 saint paris nord france 76600"
)

any_text = (
    st.text(max_size=MAX_LENGTH + 20)
    | st.text(alphabet="0123456789 aAbBlLéÉ'’-()/,œŒ", max_size=40)
    | st.lists(st.sampled_from([*LEADING_WORDS.split(), "disp 76 " * 12]), max_size=20).map(" ".join)
)


@settings(max_examples=400)
@given(text=any_text)
def test_any_text_gets_an_answer(gazetteer, text):
    reading = read_place(text, gazetteer)
    assert bool(reading.places) != bool(reading.reason)
    assert len(reading.typed) <= MAX_LENGTH


def test_the_query_of_a_place_is_read_as_that_place_alone(gazetteer):
    for text in (
        "Bretagne",
        "Bourgogne",
        "Saint-Denis",
        "DSPOM",
        "Vienne",
        "13000",
        "20",
        "Sud",
        "Corse",
        "Le Avre",
        "Castillon",
    ):
        reading = read_place(text, gazetteer)
        for place in (*reading.places, *reading.suggestions):
            (again,) = read_place(place.query, gazetteer).places
            assert (again.kind, again.code) == (place.kind, place.code)
