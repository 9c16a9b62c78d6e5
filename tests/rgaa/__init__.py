"""The 106 criteria of the RGAA and the tests that answer them: `make accessibility` writes docs/accessibility.md.

criteria.tsv has one line a criterion: its number and title, what is tested of it, and what is left to a person. Numbers
and titles are those of the RGAA 4.1.2 (April 2023), by the Direction interministérielle du numérique, under Licence
Ouverte 2.0, as read on 29 November 2026; the rest is ours. A test names the criteria that it answers by
`pytest.mark.rgaa("3.2", …)`.
"""
