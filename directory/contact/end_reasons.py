"""Why a request ends « sans suite », said to whom it concerns: on the follow-up page and in the mail of the end."""

from __future__ import annotations

# By code of ContactRequest.EndReason; the others need no sentence.
REASONS = {
    "no_reply": "Nous n’avons plus eu de nouvelles de votre part.",
    "not_possible": "Ce projet n’est pas possible en détention.",
    "elsewhere": "Un autre service s’en occupe.",
    "duplicate": "Elle est suivie sous un autre numéro.",
}
