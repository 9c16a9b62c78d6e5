"""Files that are joined to the form, or taken away again, by an ordinary post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.contact import abuse
from directory.contact.files import waiting
from directory.contact.files.accepted import MOST_BYTES, TOO_MUCH
from directory.contact.form.notices import Notice
from portal.files.refusal import RefusedFile

if TYPE_CHECKING:
    from django.http import HttpRequest

FIELD, REMOVED = "files", "retirer"
_TOO_OFTEN = "Trop de fichiers sont venus d’ici en peu de temps : réessayez dans une heure."


def receive(request: HttpRequest, key: str) -> Notice | None:
    """Take away the files that were ticked, let those that were joined wait; what could not be joined, and why."""
    ticked = [int(each) for each in request.POST.getlist(REMOVED) if each.isascii() and each.isdecimal()][:10]
    if ticked:
        waiting.of_draft(key).filter(pk__in=ticked).delete()
    problems = []
    for file in request.FILES.getlist(FIELD)[:10]:
        try:
            if file.size > MOST_BYTES:
                raise RefusedFile(TOO_MUCH)  # noqa: TRY301 - one sentence for all that is refused
            if abuse.wait_to_attach(request):
                raise RefusedFile(_TOO_OFTEN)  # noqa: TRY301 - as above
            waiting.add(key, file.name or "", file.read())
        except RefusedFile as refusal:
            problems.append(f"{file.name} : {refusal}")
    if not problems:
        return None
    title = "Un fichier n’a pas pu être joint." if len(problems) == 1 else "Des fichiers n’ont pas pu être joints."
    return Notice("warning", title, " ".join([*problems, "Le reste est gardé."]))
