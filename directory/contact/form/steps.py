"""The three steps of the form: their names, addresses and templates, and how far what was typed leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.functional import SimpleLazyObject

from directory.contact.form.forms import DetailsForm, ProjectForm

if TYPE_CHECKING:
    from directory.contact.models import FormDraft
    from portal.forms.steps import StepForm


class Go(StrEnum):
    """Where a button leads; the first three are the steps."""

    PROJECT = "project"
    DETAILS = "details"
    REVIEW = "review"
    SEND = "send"


STEPS = (Go.PROJECT, Go.DETAILS, Go.REVIEW)
TITLES = {Go.PROJECT: "Votre projet", Go.DETAILS: "Vos coordonnées", Go.REVIEW: "Relire et envoyer"}
TEMPLATES = {step: f"contact/{step}.html" for step in STEPS}
SLUGS = {Go.PROJECT: "projet", Go.DETAILS: "coordonnees", Go.REVIEW: "relecture"}
FORMS = (ProjectForm, DetailsForm)


@dataclass(frozen=True)
class Reached:
    """How far what was typed leads: the step to show with its form, or Go.SEND when nothing is left to correct."""

    step: Go
    form: StepForm | None
    project: ProjectForm
    details: DetailsForm | None = None

    @classmethod
    def by(cls, data: QueryDict, wanted: Go) -> Reached:
        """The step that a button asks for, unless one before it has a mistake."""
        if wanted is Go.PROJECT:
            shown = ProjectForm.as_typed(data)
            return cls(wanted, shown, shown)
        project = ProjectForm(data)
        if not project.is_valid():
            return cls(Go.PROJECT, project, project)
        if wanted is Go.DETAILS:
            # Only who renders the page needs it: a post leads to its address.
            return cls(wanted, SimpleLazyObject(lambda: DetailsForm.as_typed(data)), project)
        details = DetailsForm(data)
        if not details.is_valid():
            return cls(Go.DETAILS, details, project)
        return cls(wanted, None, project, details)

    @classmethod
    def of_draft(cls, data: QueryDict, step: Go, asked: Go) -> Reached:
        """The step of an address: with its mistakes when the last button (`asked`) meant to go further."""
        if [*Go].index(asked) > [*Go].index(step):
            beyond = cls.by(data, asked)
            if beyond.step is step:
                return beyond
        return cls.by(data, step)

    def for_review(self) -> Reached:
        """The last step, when everything is right but nothing may be sent yet."""
        return replace(self, step=Go.REVIEW)


def go_of(text: str | None) -> Go:
    """The button of that value; for any other text the one that leads on from the first step."""
    return Go(text) if text in set(Go) else Go.DETAILS


def step_of(slug: str) -> Go | None:
    """The step whose address ends so."""
    return next((step for step, known in SLUGS.items() if known == slug), None)


def answers_of(posted: QueryDict, draft: FormDraft | None) -> QueryDict:
    """What was typed so far: each page carries all of it; a step that it does not have comes from the draft."""
    data = QueryDict(mutable=True)
    for form in FORMS:
        is_posted = any(name in posted for name in form.base_fields)
        kept = draft.answers if draft is not None and not is_posted else dict(posted.lists())
        for name in form.base_fields:
            if name in kept:
                data.setlist(name, kept[name])
    return data
