"""Anonymous statistics, which outlive requests. The purge keeps them in the transaction that forgets a request:
`statistics.keep(request)`, or `keep(*requests)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from directory.contact.models import RequestStatistic

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest


def keep(*requests: ContactRequest) -> int:
    """Store what may stay of these requests: month, direction, projects, state, working days to the first answer.

    Returns how many. Those that never reached anybody (`is_held`) count for nothing.
    """
    kept = [
        RequestStatistic(
            month=timezone.localdate(request.received_at).replace(day=1),
            disp_id=request.disp_id,
            projects=request.projects,
            state=request.state,
            answer_days=request.answer_days,
            results=request.results,
        )
        for request in requests
        if not request.is_held
    ]
    return len(RequestStatistic.objects.bulk_create(kept, batch_size=500))
