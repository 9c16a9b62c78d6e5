"""What people wrote, told from what their mail programs quote, and from lines that only look like a quotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.contact.inbox.quoting import own_words

QUOTED = "Texte cité"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Oui.", "Oui."),
        ("Oui.\n\nLe 22 nov. 2026 à 10:12, Portail <a@b.example> a écrit :\n> Demande\n> suite", "Oui."),
        ("Oui.\n\nLe dim. 22 nov. 2026 à 10:12,\nPortail <a@b.example>\na écrit :\n\n> Demande", "Oui."),
        ("Yes.\n\nOn Sun, Nov 22, 2026 at 10:12 AM Portail <a@b.example> wrote:\n> Demande", "Yes."),
        ("Oui.\n\nLe 22/11/2026, Portail a écrit\u00a0:\nDemande sans marque\nsuite", "Oui."),
        ("Oui.\n\n-----Message d’origine-----\nDe : Portail\nObjet : x\nDemande", "Oui."),
        ("Oui.\n\n________________________________\nDe : Portail\nEnvoyé : hier\nDemande", "Oui."),
        (
            "Oui.\n\nDe\u00a0: Portail <a@b.example>\nEnvoyé\u00a0: hier\nÀ\u00a0: moi\nObjet\u00a0: x\n\nDemande",
            "Oui.",
        ),
        ("Bonjour,\nOui.\n\nPortail <a@b.example> a écrit :\n\n> Demande", "Bonjour,\nOui."),
        ("Bonjour,\nOui.\n\n>>> Portail <a@b.example> 22/11/2026 10:12 >>>\nDemande", "Bonjour,\nOui."),
        ("Oui.\n\n----- Message de Portail <a@b.example> ---------\n  Date : hier\n\nDemande", "Oui."),
        ("Oui.\n-- \nCamille\n06", "Oui."),
        ("> Combien ?\nDouze.\n> Quand ?\nEn mars.", "Douze.\n\n[…]\n\nEn mars."),
        ("Le 22 nov., X a écrit :\n> Combien ?\nDouze.", "Douze."),
        ("> tout est cité", "> tout est cité"),
        ("Le projet a écrit une page : bravo", "Le projet a écrit une page : bravo"),
        ("De : demain à lundi, je suis là.", "De : demain à lundi, je suis là."),
        ("", ""),
    ],
)
def test_what_was_quoted_is_left_out(text, own):
    assert own_words(text) == own
    assert own_words(text.replace("\n", "\r\n")) == own


@given(st.text(alphabet=st.sampled_from("> \nLea écrit:-_DeEnvoyé"), max_size=300) | st.text(max_size=300))
def test_no_words_are_made_up_nor_all_of_them_lost(text):
    own = own_words(text)
    assert bool(own) == bool(text.strip())
    assert set(own) <= set(text) | set("[…]\n")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Bonjour,\n\nLe responsable de l'atelier m'a écrit :\nils ne peuvent pas avant mars.\n\nMerci", "Merci"),
        ("Bonjour,\n\nLe directeur nous a écrit\nque la visite est possible le 12.\n\nÀ trois.\nMerci", "Merci"),
        ("On attend : notre avocate vous a écrit\nla semaine dernière. Trois questions :\n3. l'assurance", "assurance"),
        ("Bonjour,\n\nLe 12 mars 2026 à 10 h 15, le directeur a écrit :\nils ne peuvent pas\n\nMerci", "Merci"),
        ("Le 12/03/2026, notre avocate a écrit :\nnon\n\nMerci", "Merci"),
        ("Bonjour,\nM. Durand <d@b.example> m’a écrit :\nnon\n\nMerci", "Merci"),
        ("Oui. Voyez Lou <d@b.example> a écrit :\nnon\n\nMerci", "Oui."),
        ("De : Rouen\nÀ : Paris\nDate : le 12 mars\nObjet : transport de palettes\nMerci", "palettes"),
        ("Notre besoin :\n--\nlot 1 : 400 coffrets\n--\nlot 2 : 200 sachets\nMerci", "200 sachets"),
        ("Il nous faut :\n> 100 m2\n> 3 postes\nMerci", "> 3 postes"),
        ("Bonjour,\n\nIl nous faut :\n> 100 m2\n> 3 postes", "> 100 m2"),
        ("Bonjour,\n\n> 100 m2 si possible\n\nMerci", "> 100 m2"),
        ("Oui.\n-- \n" + "une ligne\n" * 20, "une ligne"),
        ("Oui.\n\nLe lun. 23 nov. 2026 à 10:00, <p@b.example> a écrit :\n\n> x\n\nEt aussi ceci.", "Et aussi ceci."),
    ],
)
def test_in_doubt_words_are_kept(text, kept):
    assert kept in own_words(text)


STYLES = sorted((Path(__file__).parent / "quotations").glob("*.txt"))


@pytest.mark.parametrize("mail", STYLES, ids=lambda path: path.stem)
def test_what_each_program_quotes_is_left_out(mail):
    own = own_words(mail.read_text("utf-8"))
    assert own.startswith("Oui, d'accord.")
    assert QUOTED not in own
