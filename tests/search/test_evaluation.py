from __future__ import annotations

import datetime
import gzip
import json
import math

import pytest
from django.core.management import CommandError, call_command

from search import evaluation
from search.evaluation import JudgedQuery, UnreadableFile, paired, score

DOCUMENTS = [
    {"id": "a", "title": "Une boulangerie à Draguignan", "body": "Des apprentis préparent le pain."},
    {"id": "b", "title": "Menuiserie", "summary": "Un atelier.", "kind": "actualites", "region": "Normandie",
     "date": "2021-11-09", "theme": "travail"},
    {"id": "c", "title": "Une cuisine", "body": None, "date": ""},
]  # fmt: skip
QUERIES = [
    {"id": 1, "query": "boulangerie", "class": "simple", "relevant": {"a": 3, "b": 0}},
    {"id": 2, "query": "  menuiseries", "class": "pluriel", "relevant": ["b"]},
    {"id": 3, "query": "zblorg", "class": "rien", "relevant": {}},
    {"id": 4, "query": "?!", "class": "rien"},
]


def write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path):
    """Documents and queries on disk, and where a run may go."""
    return write(tmp_path / "d.jsonl", DOCUMENTS), write(tmp_path / "q.jsonl", QUERIES), tmp_path / "run.jsonl"


def run(files, **options):
    documents, queries, out = files
    call_command("search_run", documents=documents, queries=queries, out=out, verbosity=0, **options)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.mark.django_db
def test_a_run_asks_as_a_visitor_would_and_writes_a_line_for_each_query(files):
    answers = run(files, meaning="off")
    assert [(each["query_id"], each["ranked"]) for each in answers] == [
        ("1", ["a"]),
        ("2", ["b"]),
        ("3", []),
        ("4", []),
    ]
    assert all(each["ms"] >= 0 and "corrected" in each for each in answers)


@pytest.mark.django_db
def test_compressed_documents_are_read_by_what_they_are(files, tmp_path):
    packed = tmp_path / "packed.jsonl"
    packed.write_bytes(gzip.compress(files[0].read_bytes()))
    assert run((packed, *files[1:]), meaning="off")[0]["ranked"] == ["a"]


def test_documents_become_entries_with_what_they_tell(files):
    first, second, third = evaluation.documents(files[0])
    assert (first.kind, first.date, first.regions) == ("pages", None, ())
    assert (second.kind, second.date, second.regions) == ("actualites", datetime.date(2021, 11, 9), ("Normandie",))
    assert (third.body, third.date) == ("", None)


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ('{"id": "a"', "line 1"),
        ("[]", "not an object"),
        ('{"title": "sans"}', "no id"),
        ('{"id": "a"}\n{"id": "a"}', "comes twice"),
        ('{"id": "a", "date": "hier"}', "hier"),
        ("\x1f\x8b", "d.jsonl"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path, lines, word):
    path = tmp_path / "d.jsonl"
    path.write_bytes(lines.encode("latin-1"))
    with pytest.raises(UnreadableFile, match=word):
        list(evaluation.documents(path))


@pytest.mark.parametrize("name", ["documents", "queries", "out"])
@pytest.mark.django_db
def test_a_file_that_cannot_be_opened_is_a_clear_error(files, tmp_path, name):
    chosen = dict(zip(("documents", "queries", "out"), files, strict=True)) | {name: tmp_path / "no" / "file"}
    with pytest.raises(CommandError, match="file"):
        call_command("search_run", **chosen)


@pytest.mark.django_db
def test_without_an_address_there_is_no_elasticsearch_to_measure(files, settings):
    settings.ELASTICSEARCH_URL = ""
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        run(files, engine="elastic")


def test_figures_are_those_of_the_books():
    figures = score(["x", "a", "b"], {"a": 3, "b": 1, "c": 1})
    best = 7 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert figures.ndcg == pytest.approx((7 / math.log2(3) + 1 / math.log2(4)) / best)
    assert (figures.mrr, figures.recall, figures.success, figures.answered) == (0.5, pytest.approx(2 / 3), 0.0, 1.0)
    assert score(["a", "b", "c"], {"a": 3, "b": 1, "c": 1}).ndcg == 1
    assert score([], {"a": 1}) == (0, 0, 0, 0, 0)
    assert score(["x"] * 10 + ["a"], {"a": 1})[:4] == (0, 0, 0, 0)


def test_the_score_has_a_row_for_each_class_and_counts_nonsense_apart(files, capsys):
    _, queries, out = files
    write(out, [{"query_id": "1", "ranked": ["b", "a"]}, {"query_id": "2", "ranked": []},
                {"query_id": "3", "ranked": ["a"]}, {"query_id": "4", "ranked": []}])  # fmt: skip
    call_command("search_score", out, queries)
    rows = {line.split()[0]: line.split() for line in capsys.readouterr().out.splitlines()}
    assert rows["simple"] == ["simple", "1", "0.631", "0.500", "1.000", "0.000", "0"]
    assert rows["pluriel"] == ["pluriel", "1", "0.000", "0.000", "0.000", "0.000", "1"]
    assert rows["all"] == ["all", "2", "0.315", "0.250", "0.500", "0.000", "1"]
    assert "silent on 1 of 2" in " ".join(rows["rien:"])


def test_a_run_of_other_queries_is_refused(files):
    _, queries, out = files
    write(out, [{"query_id": "1", "ranked": []}])
    with pytest.raises(CommandError, match="does not answer 3 queries"):
        call_command("search_score", out, queries)


def test_queries_need_words(tmp_path):
    assert list(evaluation.queries(write(tmp_path / "q.jsonl", [{"id": "a", "query": ""}]))) == [JudgedQuery("a", "")]
    with pytest.raises(UnreadableFile, match="needs an id"):
        list(evaluation.queries(write(tmp_path / "q.jsonl", [{"id": "a"}])))


@pytest.mark.django_db
def test_a_run_may_find_by_meaning_too(files):
    write(files[0], [*DOCUMENTS, {"id": "d", "title": "Une pâtisserie", "body": "On y fait du pain et des gâteaux."}])
    by_words, with_meaning = (run(files, meaning=each) for each in ("off", "on"))
    assert by_words[0]["ranked"] == ["a"]
    assert with_meaning[0]["ranked"][0] == "a"
    assert "d" in with_meaning[0]["ranked"]


def test_two_runs_are_compared_query_by_query():
    same = paired([0.5, 0.2, 1.0], [0.5, 0.2, 1.0])
    assert (same.difference, same.better, same.worse, same.p) == (0.0, 0, 0, 1.0)
    better = paired([0.1] * 12, [0.6] * 11 + [0.0])
    assert (better.better, better.worse, round(better.difference, 2)) == (11, 1, 0.45)
    assert better.p < 0.01 < paired([0.1] * 3, [0.6] * 3).p


@pytest.mark.django_db
def test_a_comparison_is_printed_and_needs_the_same_queries(files, capsys):
    _, queries, out = files
    run(files, meaning="off")
    call_command("search_score", out, queries, against=out)
    assert "against the other run: +0.000, better 0, worse 0, p 1.0000" in capsys.readouterr().out
    other = out.with_name("other.jsonl")
    other.write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("search_score", out, queries, against=other)
