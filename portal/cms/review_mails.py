"""Notifications of the editorial workflow and of comments, through the outbox: one mail to each who is concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail import signals
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_user_display_name
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from portal.cms.open_comments import said_of_comments
from portal.french.dates import moment_label
from portal.mail import outbox
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser

# Wagtail connects its own under these names, later: as they are taken by then, its mails stay unsent.
REPLACED = (
    ("group_approval_task_submitted_email_notification", signals.task_submitted, TaskState, "submitted"),
    ("workflow_state_submitted_email_notification", signals.workflow_submitted, WorkflowState, "begun"),
    ("workflow_state_rejected_email_notification", signals.workflow_rejected, WorkflowState, "refused"),
    ("workflow_state_approved_email_notification", signals.workflow_approved, WorkflowState, "accepted"),
)


def connect() -> None:
    """Send our mails in the place of Wagtail's."""
    for name, signal, sender, event in REPLACED:
        signal.connect(_TELLERS[event], sender=sender, weak=False, dispatch_uid=name)


def tell_reviewers(instance: TaskState, user: AbstractBaseUser | None = None, **_: Any) -> None:
    """Something is submitted: mail who may accept it; administrators where nobody else could."""
    task = instance.task.specific
    if not isinstance(task, AbstractGroupApprovalTask):
        return
    accounts = get_user_model().objects.filter(is_active=True).exclude(email="")
    reviewers = accounts.filter(groups__in=task.groups.all()).distinct()
    draft, author = _draft(instance.workflow_state), instance.workflow_state.requested_by
    _send(
        _who_wants(reviewers or accounts.filter(is_superuser=True), "submitted", but=user),
        key=f"review:{instance.pk}",
        subject=f"À relire\u00a0: {draft}",
        opening=f"{_name(author)} propose un texte à la relecture\u00a0: «\u00a0{draft}\u00a0».",
        further=said_of_comments(draft),
        action="Relisez-le, puis acceptez-le ou refusez-le avec un motif",
        draft=draft,
    )


def tell_accepted(instance: WorkflowState, user: AbstractBaseUser | None = None, **_: Any) -> None:
    """A review is over, the text accepted: mail who submitted it when it is read, or will be."""
    draft = _draft(instance)
    words = _words_of(instance)
    later = draft.go_live_at and draft.go_live_at > timezone.now()
    _send(
        _who_wants([instance.requested_by], "approved", but=user),
        key=f"review:{instance.pk}:accepted",
        subject=f"Accepté\u00a0: {draft}",
        opening=f"{_name(user)} a accepté le texte que vous proposiez\u00a0: «\u00a0{draft}\u00a0».",
        further=f"Il paraîtra le {moment_label(timezone.localtime(draft.go_live_at))}." if later else "Il est publié.",
        quoted_as="Avec ces mots\u00a0:",
        quoted=words,
        action="Ouvrez-le",
        draft=draft,
    )


def tell_refused(instance: WorkflowState, user: AbstractBaseUser | None = None, **_: Any) -> None:
    """A text comes back: mail who submitted it, with the reason."""
    draft, reason = _draft(instance), _words_of(instance)
    refused = f"Votre proposition «\u00a0{draft}\u00a0» a été refusée"
    _send(
        _who_wants([instance.requested_by], "rejected", but=user),
        key=f"review:{instance.pk}:refused:{instance.current_task_state_id}",
        subject=f"Refusé\u00a0: {draft}",
        opening=f"{refused} avec ce motif\u00a0:" if reason else f"{refused}, sans motif écrit.",
        quoted=reason,
        further=f"Elle a été relue par {_name(user)}.",
        action="Reprenez-la, puis soumettez-la de nouveau",
        draft=draft,
    )


def tell_of_comments(accounts: Iterable[AbstractBaseUser], _: str, context: dict[str, Any]) -> bool:
    """Comments on a page were written, answered or settled: mail who follows them."""
    page = context["page"]
    lines = [f"«\u00a0{each.text}\u00a0»" for each in context["new_comments"]]
    lines += [
        f"«\u00a0{reply.text}\u00a0», en réponse à «\u00a0{thread['comment'].text}\u00a0»"
        for thread in context["replied_comments"]
        for reply in thread["replies"]
    ]
    lines += [f"«\u00a0{each.text}\u00a0»\u00a0: réglé" for each in context["resolved_comments"]]
    lines += [f"«\u00a0{each.text}\u00a0»\u00a0: retiré" for each in context["deleted_comments"]]
    _send(
        _who_wants(accounts, "updated_comments", but=context["editor"]),
        key="",
        subject=f"Commentaires\u00a0: {page}",
        opening=f"{_name(context['editor'])} a commenté la page «\u00a0{page}\u00a0»\u00a0:",
        quoted="\n".join(lines),
        action="Ouvrez la page",
        draft=page,
    )
    return True


_TELLERS = {
    "submitted": tell_reviewers,
    "begun": lambda *_, **__: None,  # those who may accept it are told by its first task
    "refused": tell_refused,
    "accepted": tell_accepted,
}


def _draft(state: WorkflowState) -> Any:
    """What is reviewed, with the words of its draft."""
    found = state.content_object
    return found.get_latest_revision_as_object() if found.latest_revision_id else found


def _words_of(state: WorkflowState) -> str:
    task_state = state.current_task_state
    return task_state.specific.get_comment().strip() if task_state else ""


def _name(user: AbstractBaseUser | None) -> str:
    return get_user_display_name(user) if user else "Quelqu’un"


def _who_wants(
    accounts: Iterable[AbstractBaseUser | None], event: str, *, but: AbstractBaseUser | None
) -> list[AbstractBaseUser]:
    """Those with an address who did not switch these mails off in their account; not who caused them."""
    wanting = {
        each.email.lower(): each
        for each in accounts
        if each and each.is_active and each.email and each != but
        if getattr(UserProfile.get_for_user(each), f"{event}_notifications")
    }
    return list(wanting.values())


@transaction.atomic
def _send(accounts: list[AbstractBaseUser], *, key: str, draft: Any, **words: str) -> None:
    """Store one mail for each account, with the address where it can act; a `key` is told once."""
    for account in accounts:
        path = AdminURLFinder(account).get_edit_url(draft) or reverse("wagtailadmin_home")
        once = f"{key}:{account.pk}" if key else None
        outbox.add(
            mail_from("review", to=(account.email,), once=once, link=settings.PORTAL_URL + path, **(NOTHING | words))
        )


NOTHING = {"further": "", "quoted": "", "quoted_as": ""}
