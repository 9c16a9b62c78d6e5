"""Texts that wait for their operator are read whole by visitors."""

from __future__ import annotations

import pytest

from portal.cms.unfilled import without_unfilled


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>Tout est dit.</p>", "<p>Tout est dit.</p>"),
        ("<p>Service : [à compléter : nom, rue]. Pour écrire : ici.</p>", "<p>Pour écrire : ici.</p>"),
        ("<p>Il garde un journal. Durée : [à compléter : durée]. Et rien.</p>", "<p>Il garde un journal. Et rien.</p>"),
        ("<p>[à\ncompléter] s’engage, art. 47 de la loi n° 2 du 11 mars. Ceci est su.</p>", "<p>Ceci est su.</p>"),
        ("<p>Est-ce lui ? Non : [à compléter : qui].</p><p>Oui.</p>", "<p>Est-ce lui ?</p><p>Oui.</p>"),
        ('<h2>Qui</h2><p>[à compléter : nom].</p><h2 id="a">Où</h2><p>Ici.</p>', '<h2 id="a">Où</h2><p>Ici.</p>'),
        ("<h2>Où</h2><p>Ici.</p><h2>Qui</h2><ul><li>[à compléter]</li></ul>\n", "<h2>Où</h2><p>Ici.</p>"),
        ("<h2>Où</h2><h3>Qui</h3><p>[à compléter]</p>", ""),
        ("<h2>Où</h2><h3>Ici</h3><p>Oui. Et [à compléter]</p>", "<h2>Où</h2><h3>Ici</h3><p>Oui.</p>"),
    ],
)
def test_a_sentence_to_complete_leaves_no_trace(written, shown):
    assert without_unfilled(written) == shown
