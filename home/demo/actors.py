"""The actors of the demonstration, the situations of readers, and the person's path with the actors of each step."""

from __future__ import annotations

from typing import Any

from directory.models import Actor, ActorLink
from home.setup.prose import link, plain

CONTACT = {"label": "Trouver mon référent", "address": "/trouver-un-referent/"}


def make_actors(entries: list[dict[str, Any]]) -> int:
    """The nodes of the diagram in the order of the file, then the links between them; return how many were made."""
    new = []
    for rank, entry in enumerate(entries):
        if not Actor.objects.filter(slug=entry["slug"]).exists():
            values = {name: plain(value) if isinstance(value, str) else value for name, value in entry.items()}
            links = values.pop("links", [])
            new.append((Actor.objects.create(sort_order=rank, **values), links))
    for actor, links in new:
        actor.links = [
            ActorLink(other=Actor.objects.get(slug=slug), text=text, sort_order=rank)
            for rank, (slug, text) in enumerate(links)
        ]
        actor.save_revision().publish()
    return len(new)


def starts_of(entries: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """« Je suis… »: blocks whose links wait for their pages."""
    names = ("key", "title", "text", "next_step")
    return [
        (
            "start",
            {name: plain(entry[name]) for name in names}
            | {"actors": keys_of(entry["actors"]), "link": link(entry), "contact": link(entry.get("contact", CONTACT))},
        )
        for entry in entries
    ]


def steps_of(entries: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """The path as the page of the actors shows it: with links to actors instead of their names."""
    return [("step", entry | {"actors": keys_of(entry["actors"]), "who": ""}) for entry in entries]


def keys_of(slugs: list[str]) -> list[str]:
    """How a block stores actors; raise KeyError for one that does not exist."""
    keys = {slug: str(pk) for slug, pk in Actor.objects.filter(slug__in=slugs).values_list("slug", "pk")}
    return [keys[slug] for slug in slugs]
