"""The illustrations and files of the demonstration, in a collection of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.core.files.images import ImageFile
from wagtail.models import Collection

from home.setup.prose import plain
from portal.models import PortalDocument, PortalImage

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent
COLLECTION = "Démonstration"
CREDIT = "Illustration\u00a0: équipe du portail"


@dataclass
class Media:
    """What there is, by the names that texts use, and what this run stored."""

    pictures: dict[str, PortalImage] = field(default_factory=dict)
    files: dict[str, PortalDocument] = field(default_factory=dict)
    new: list[PortalImage | PortalDocument] = field(default_factory=list)

    def load(self, pictures: Mapping[str, dict[str, Any]], files: Mapping[str, dict[str, Any]]) -> int:
        """Store each drawing with its alternative and credit, and each file, unless it is there; how many were made."""
        root = Collection.get_first_root_node()
        collection = root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
        for found, model in ((self.pictures, PortalImage), (self.files, PortalDocument)):
            there = {each.title: each for each in model.objects.filter(collection=collection)}
            for name, entry in (pictures if model is PortalImage else files).items():
                title = plain(entry["title"])
                found[name] = there.get(title) or self.stored(model(title=title, collection=collection), name, entry)
        return len(self.new)

    def stored(
        self, item: PortalImage | PortalDocument, name: str, entry: dict[str, Any]
    ) -> PortalImage | PortalDocument:
        """Store one of them with its content."""
        if isinstance(item, PortalImage):
            item.description, item.credit = plain(entry["alternative"]), CREDIT
            path, wrapped = FOLDER / "illustrations" / f"{name}.svg", ImageFile
        else:
            path, wrapped = FOLDER / "files" / entry["file"], File
        with path.open("rb") as content:
            item.file = wrapped(content, name=path.name)
            self.new.append(item)
            if isinstance(item, PortalDocument):
                item.file_size = path.stat().st_size
            item.save()
        return item

    def forget(self) -> None:
        """Remove what this run stored from the disk: the database forgets by itself."""
        for item in self.new:
            item.file.storage.delete(item.file.name)
