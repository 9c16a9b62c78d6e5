"""Wagtail's French where it is clumsy, English or names itself: corrected once, in the catalogue of translations.

Sentences by their English original, then words in all of its French. A locale folder would need a compiled file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import trans_real
from django.views.i18n import JavaScriptCatalog

if TYPE_CHECKING:
    from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

SENTENCES = {
    "%(model_name)s '%(object)s' created and published.": "Créé et publié\u00a0: «\u00a0%(object)s\u00a0».",
    "%(model_name)s '%(object)s' created and scheduled for publishing.": (
        "Créé, et paraîtra à la date choisie\u00a0: «\u00a0%(object)s\u00a0»."
    ),
    "%(model_name)s '%(object)s' created and submitted for moderation.": (
        "Créé et soumis à la relecture\u00a0: «\u00a0%(object)s\u00a0»."
    ),
    "%(model_name)s '%(object)s' created.": "Créé\u00a0: «\u00a0%(object)s\u00a0».",
    "%(model_name)s '%(object)s' deleted.": "Supprimé\u00a0: «\u00a0%(object)s\u00a0».",
    "%(model_name)s '%(object)s' has been replaced with version from %(timestamp)s.": (
        "Version du %(timestamp)s reprise\u00a0: «\u00a0%(object)s\u00a0»."
    ),
    "%(model_name)s '%(object)s' has been submitted for moderation.": (
        "Soumis à la relecture\u00a0: «\u00a0%(object)s\u00a0»."
    ),
    "%(model_name)s '%(object)s' is live and this version has been scheduled for publishing.": (
        "En ligne\u00a0; cette version paraîtra à la date choisie\u00a0: «\u00a0%(object)s\u00a0»."
    ),
    "%(model_name)s '%(object)s' updated and published.": "Publié\u00a0: «\u00a0%(object)s\u00a0».",
    "%(model_name)s '%(object)s' updated.": "Enregistré\u00a0: «\u00a0%(object)s\u00a0».",
    "%(model_name)s '%(title)s' is now unlocked.": "Déverrouillé\u00a0: «\u00a0%(title)s\u00a0».",
    "'%(object)s' unpublished.": "Dépublié\u00a0: «\u00a0%(object)s\u00a0».",
    "(Private %(object)s)": "(réservé)",
    "Add %(model_name)s": "Ajouter\u00a0: %(model_name)s",
    "Choose another": "Choisir autre chose",
    "Choose when this %(model_name)s should go live and/or expire": "Choisissez quand publier, et quand retirer",
    "Create a new %(model_name)s": "Ajouter\u00a0: %(model_name)s",
    "New: %(model_name)s": "Création\u00a0: %(model_name)s",
    "No %(model_name)s match your query.": "Rien ne répond à cette recherche.",
    "Anyone can edit this %(model_name)s – lock it to prevent others from editing": (
        "Tout le monde peut modifier. Verrouillez pour que personne d’autre ne modifie."
    ),
    "Reviewers can edit this %(model_name)s – lock it to prevent other reviewers from editing": (
        "Qui relit peut modifier. Verrouillez pour que personne d’autre ne modifie."
    ),
    "The %(model_name)s could not be saved as it is locked": "Rien n’est enregistré\u00a0: c’est verrouillé.",
    "Toggle status": "Afficher/masquer l’état",
    "Add %(label)s": "Ajouter\u00a0: %(label)s",
    "Can access Wagtail admin": "Peut entrer dans l’administration",
    "Choose %(object)s": "Choisir\u00a0: %(object)s",
    "Choose another %(object)s": "Changer\u00a0: %(object)s",
    "Current page status:": "État de la page\u00a0:",
    "Edit this %(object)s": "Modifier\u00a0: %(object)s",
    "Go to Wagtail admin": "Revenir à l’administration",
    "Locking status": "Verrouillage",
    "New": "Création",
    "New slug": "Nouvelle adresse",
    "None": "Aucun",
    "Page status": "État de la page",
    "Resubmit to %(task_name)s": "Soumettre de nouveau à %(task_name)s",
    "Skip to main content": "Aller au contenu principal",
    "Slug": "Adresse",
    "slug": "adresse",
    "Status": "État",
    "Status: ": "État\u00a0: ",
    "The slug '%(page_slug)s' is already in use within the parent page.": (
        "L’adresse «\u00a0%(page_slug)s\u00a0» est déjà celle d’une autre page de la même rubrique."
    ),
    "The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'.": (
        "L’adresse «\u00a0%(page_slug)s\u00a0» est déjà celle d’une autre page de la même rubrique."
    ),
    "The %(model_name)s could not be created due to errors.": "Rien n’est créé\u00a0: il reste à corriger.",
    "The %(model_name)s could not be saved due to errors.": "Rien n’est enregistré\u00a0: il reste à corriger.",
    "This data explained": "D’où viennent ces nombres",
    "View Wagtail quick actions": "Voir les actions rapides",
    "Wagtail admin": "Administration",
    "You can preview the %(model_name)s here:": "L’aperçu est ici\u00a0:",
}
# Those of Wagtail's scripts, which have a catalogue of their own.
SCRIPT_SENTENCES = {
    "Are you sure?": "Vraiment\u00a0?",
    "Broken link": "Lien rompu",
    "Delete error": "Échec de la suppression",
    "Fair": "Assez simple",
    "Good": "Simple",
    "Resolve": "Régler",
    "Save error": "Échec de l’enregistrement",
}
_WORDS = (
    ("(?:^|(?<=\\. ))Workflows?", lambda found: "Circuit" + _number(found)),
    ("[Ww]orkflows?", lambda found: "circuit" + _number(found)),
    ("^Status\\b", "État"),
    ("\\bstatus\\b", "état"),
    (" (?:de |sur )?Wagtail\\b(?! %)", ""),
    ("Êtes-vous sûr\\(e\\) de vouloir", "Voulez-vous vraiment"),
    ("[Cc]e(?:\\(tte\\)|/cette) ", ""),
    ("un\\(e\\) nouveau\\(elle\\)", "autre chose"),
    ("\\((?:e|le|ne|s)\\)", ""),  # no gender is known, and nobody says both
    ("\\bpour modération\\b", "à la relecture"),
    ("\u200b", ""),
    ("\\.\\.\\.", "…"),
    ("\\bmins\\b", "min"),
    (" {2,}", " "),
    ("(?<=\\w)'(?=\\w)", "’"),
    ("\\bSnippets?\\b", "Fragments"),
    ("nécessaire pour utiliser, mais", "nécessaire ici, mais"),
)


def _number(found: re.Match[str]) -> str:
    return "s de relecture" if found[0].endswith("s") else " de relecture"


_SIGNS = re.compile("<[^>]*>|(?<=[\\w)»}>])[ ]?([:?!])(?=\\s|$)")  # a space that does not break stands before them
PLACEHOLDER = re.compile(r"(%\([^)]*\)[a-z]|\{[^}]*\}|<[^>]*>)")
_RULES = [(re.compile(pattern), new) for pattern, new in _WORDS]


def corrected(text: str) -> str:
    """A French text of Wagtail's with the words of this portal; what is filled in (`%(name)s`) is left alone."""
    parts = PLACEHOLDER.split(text)
    for place in range(0, len(parts), 2):
        for pattern, new in _RULES:
            parts[place] = pattern.sub(new, parts[place])
    return _SIGNS.sub(lambda found: f"\u00a0{found[1]}" if found[1] else found[0], "".join(parts))


def header_title(view: WagtailAdminTemplateMixin) -> str:
    """« Création : Actualité », with the space that Wagtail leaves out before the colon."""
    return "\u00a0: ".join(filter(None, (str(view.get_page_title()), str(view.get_page_subtitle() or ""))))


class ScriptWords(JavaScriptCatalog):
    """Wagtail's words for its scripts, with ours."""

    def get_catalog(self) -> dict[str, Any]:
        """Each English original with its French; plural forms are lists."""
        return {
            original: SCRIPT_SENTENCES.get(original)
            or (corrected(text) if isinstance(text, str) else [corrected(each) for each in text])
            for original, text in super().get_catalog().items()
        }


def connect() -> None:
    """Correct the French catalogue of this process."""
    catalogue: Any = trans_real.translation("fr")._catalog  # noqa: SLF001 - Django offers files only
    for original, text in list(catalogue.items()):
        if isinstance(text, str) and (better := corrected(text)) != text:
            catalogue[original] = better
    for original, text in SENTENCES.items():
        catalogue[original] = text
