"""What may become public: checked whenever something is published, by whatever way, and when a scheduled hour comes."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Revision

from portal.cms.form_mistakes import block_mistakes
from portal.mail import outbox
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

logger = logging.getLogger(__name__)


class UnfinishedError(ValidationError):
    """A draft that may not be published yet; its messages are French sentences that name the fields."""

    def __init__(self, draft: Any, sentences: list[str]) -> None:
        super().__init__(sentences)
        self.draft = draft


class CheckedWhenPublished(models.Model):
    """A page or a snippet of which no unfinished draft becomes public, not even from a list, a review or a schedule.

    First among the bases: the form of the editor checks by itself, the other ways lead through `publish`.
    """

    class Meta:
        abstract = True

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, or schedule it. Raises UnfinishedError when it lacks something."""
        refuse_unfinished(revision.as_object())
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # Wagtail's mixins come after this one


def refuse_unfinished(draft: Any) -> None:
    """Raise UnfinishedError when a draft lacks something or contradicts itself."""
    if sentences := list(problems(draft)):
        raise UnfinishedError(draft, sentences)


def problems(draft: Any) -> Iterator[str]:
    """What keeps a draft from being published: its fields, then its blocks, then its inline rows."""
    yield from _of_fields(draft, [])
    for field in draft._meta.get_fields():  # noqa: SLF001 - documented
        if isinstance(field, StreamField):
            value, label = getattr(draft, field.name), capfirst(str(field.verbose_name))
            try:
                field.stream_block.clean(value)
            except ValidationError as error:
                yield from map(str, block_mistakes(field.stream_block, value, error, label))
    for relation in get_all_child_relations(type(draft)):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME or not relation.field.model.__module__.startswith(_own_apps()):
            continue
        for number, row in enumerate(getattr(draft, name).all(), 1):
            title = f"{capfirst(str(row._meta.verbose_name))} {number}, "  # noqa: SLF001 - documented
            yield from (f"{title}{sentence}" for sentence in _of_fields(row, [relation.field.name]))


def _own_apps() -> tuple[str, ...]:
    return tuple(app for app in settings.INSTALLED_APPS if not app.startswith(("wagtail", "django")))


def _of_fields(instance: models.Model, exclude: list[str]) -> Iterator[str]:
    try:
        instance.full_clean(exclude=exclude)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            label = "" if name == NON_FIELD_ERRORS else f"{_label(instance, name)}\u00a0: "
            yield from (f"{label}{text}" for text in texts)


def _label(instance: models.Model, name: str) -> str:
    return capfirst(str(instance._meta.get_field(name).verbose_name))  # noqa: SLF001 - documented


def publish_what_is_due(now: datetime.datetime) -> str:
    """Publish and expire what editors scheduled; `publish_scheduled` is ours, see its module."""
    said = io.StringIO()
    call_command("publish_scheduled", stdout=said)
    return said.getvalue().strip() or "done"


def put_off_unfinished() -> int:
    """Take from the schedule the drafts that are due and do not pass any more, and tell their authors; how many."""
    refused = 0
    for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()):
        draft = revision.as_object()
        if sentences := list(problems(draft)):
            _put_off(revision, draft, sentences)
            refused += 1
    return refused


@transaction.atomic
def _put_off(revision: Revision, draft: Any, sentences: list[str]) -> None:
    """Take a revision from the schedule and tell whoever wrote it."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    logger.error("Revision %s was due and is not published: it does not pass its checks.", revision.pk)
    if revision.user and revision.user.email:
        path = AdminURLFinder(revision.user).get_edit_url(draft) or ""
        context = {"title": str(draft), "sentences": sentences, "edit": f"{settings.PORTAL_URL}{path}"}
        outbox.add(mail_from("scheduled_refused", to=(revision.user.email,), **context))
