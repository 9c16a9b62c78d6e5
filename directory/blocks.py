"""StreamField blocks of the directory: the field that leads to a referent, the parts of the page of the actors."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.forms import CheckboxSelectMultiple
from wagtail import blocks

from portal.cms.blocks import LinkBlock


class PlaceFormBlock(blocks.StructBlock):
    """The field that leads to a referent, anywhere in a page."""

    title = blocks.CharBlock(max_length=120, default="Qui vous répond, près de chez vous ?", label="titre")
    text = blocks.CharBlock(max_length=250, required=False, label="texte")

    class Meta:
        icon = "site"
        label = "trouver un référent"
        template = "blocks/place_form.html"


def actor_choices() -> list[tuple[str, str]]:
    """Every actor to tick, by the key that a page stores: the page then finds them among those it reads anyway."""
    actors = apps.get_model("directory", "Actor").objects.all()  # blocks are made before the models
    return [(str(actor.pk), actor.name) for actor in actors]


class ActorsBlock(blocks.MultipleChoiceBlock):
    """Actors to tick. What is stored is read as it is: checking it against the actors would cost a query a block."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=actor_choices, required=False, widget=CheckboxSelectMultiple, **kwargs)

    def normalize_choice(self, value: Any) -> str:
        """A key, as text."""
        return str(value)


class StartBlock(blocks.StructBlock):
    """One situation a reader may be in: what they can do, who they are on the diagram, where to begin, whom to ask."""

    title = blocks.CharBlock(max_length=80, label="je suis…", help_text="« Je suis une entreprise »")
    key = blocks.RegexBlock(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=40,
        label="mot dans l’adresse",
        help_text="« entreprise » : la page s’ouvre alors à l’adresse ?je-suis=entreprise",
        error_messages={"invalid": "Des lettres sans accent, des chiffres, des tirets."},
    )
    text = blocks.CharBlock(max_length=160, label="ce que je peux faire")
    actors = ActorsBlock(label="ma place sur le schéma", help_text="Les acteurs qui s’éclairent.")
    next_step = blocks.TextBlock(required=False, max_length=300, label="première étape")
    link = LinkBlock(label="lien de la première étape")
    contact = LinkBlock(label="à qui parler")


class PathStepBlock(blocks.StructBlock):
    """One step of the person's path, inside, at the door or outside."""

    zone = blocks.ChoiceBlock(
        choices=[("in", "dedans"), ("door", "le seuil"), ("out", "dehors")], default="in", label="où"
    )
    title = blocks.CharBlock(max_length=60, label="titre")
    text = blocks.CharBlock(max_length=200, label="texte")
    who = blocks.CharBlock(max_length=120, required=False, label="avec qui")


class ActorStepBlock(PathStepBlock):
    """A step beside the diagram: it leads to the actors it names."""

    actors = ActorsBlock(label="acteurs de cette étape")
