"""The tables of `search.french` as an Elasticsearch analyser: documents are cut, folded and shortened alike.

Queries need none: `search.query` has analysed them already, and stems are compared as they are.
"""

from __future__ import annotations

from elasticsearch_dsl import analyzer, char_filter, token_filter, tokenizer

from search import french

STRAIGHTEN = char_filter(
    "portal_apostrophes",
    "mapping",
    mappings=[f"{sign}=>'" for sign in french.APOSTROPHES] + [f"{one}=>{two}" for one, two in french.LIGATURES.items()],
)
# The same words as french.WORD; Python's \w and these two classes name the same characters.
WORDS = tokenizer("portal_words", "pattern", pattern=r"[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*", group=0)
ELISION = token_filter("portal_elision", "elision", articles=list(french.ELIDED), articles_case=True)
JOIN = token_filter("portal_join", "pattern_replace", pattern=r"[^\p{L}\p{N}]", replacement="")
SHORTEN = token_filter("portal_longest", "truncate", length=french.LONGEST_WORD)
# Elasticsearch writes groups as $1, Python as \1; our rules put no group into a replacement.
STEMS = [
    token_filter(f"portal_stem_{rank:02}", "pattern_replace", pattern=pattern, replacement=replacement, all=False)
    for rank, (pattern, replacement) in enumerate(french.STEM_RULES, 1)
]

FRENCH = analyzer(
    "portal_french",
    type="custom",
    char_filter=[STRAIGHTEN],
    tokenizer=WORDS,
    filter=["lowercase", ELISION, "asciifolding", JOIN, SHORTEN, *STEMS],
)
# Stems of a query: already analysed, one blank between them.
STEMMED = "whitespace"
