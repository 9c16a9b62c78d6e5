"""What the desk asks of people before it acts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms

from directory.contact import results
from directory.contact.models import ContactRequest
from directory.contact.recipients import direction_recipient, national_recipient, recipient_chosen
from directory.models import Disp, Referent

if TYPE_CHECKING:
    from directory.contact.recipients import Recipient

State, EndReason = ContactRequest.State, ContactRequest.EndReason
NOTE_LENGTH = 2000
NATIONAL = "national"
REASON = "Demande réattribuée par l’équipe."


class NoteForm(forms.Form):
    """A note of the team."""

    text = forms.CharField(
        label="Note interne, jamais envoyée",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez la note.", "max_length": "Une note compte 2 000 signes au plus."},
    )


class PlanForm(forms.Form):
    """The next step, its day, and whether the request sleeps until then."""

    etape = forms.CharField(label="Prochaine étape", required=False, max_length=200)
    le = forms.DateField(
        label="Le",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Écrivez un jour, par exemple 15/01/2027."},
    )
    pause = forms.BooleanField(
        label="En pause jusqu’à ce jour : aucun rappel, sauf si l’employeur écrit", required=False
    )


class ResultsForm(forms.Form):
    """What came of a request."""

    visit = forms.BooleanField(label="Une visite d’établissement", required=False)
    posts = forms.IntegerField(label="Postes de travail créés", required=False, min_value=0, max_value=results.MOST)
    hires = forms.IntegerField(label="Embauches", required=False, min_value=0, max_value=results.MOST)
    contract = forms.BooleanField(label="Un contrat signé", required=False)

    @property
    def said(self) -> dict[str, int | bool]:
        """The results as they are stored."""
        return results.cleaned(self.cleaned_data)


class CloseForm(ResultsForm):
    """How a request ended, and why."""

    state = forms.ChoiceField(
        label="Comment se termine cette demande ?",
        widget=forms.RadioSelect,
        choices=[
            (State.SUCCEEDED, "Aboutie : le projet se fait, ou l’employeur a ce qu’il cherchait"),
            (State.CLOSED, "Sans suite"),
            (State.UNWANTED, "Indésirable : publicité, canular, erreur de destinataire"),
        ],
        error_messages={"required": "Choisissez une réponse."},
    )
    reason = forms.ChoiceField(
        label="Motif, si elle reste sans suite",
        required=False,
        choices=[
            ("", "Choisissez…"),
            *(each for each in EndReason.choices if each[0] != EndReason.WITHDRAWN),
        ],
    )
    field_order = ("state", "reason", "note", *results.Result)
    note = forms.CharField(
        label="Note interne, jamais envoyée (facultatif)",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """« Sans suite » says why."""
        cleaned = super().clean()
        if cleaned.get("state") == State.CLOSED and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Dites pourquoi la demande reste sans suite.")
        return cleaned


class ReassignForm(forms.Form):
    """Who answers from now on: a referent, the mailbox of a direction, or the national team."""

    to = forms.ChoiceField(label="Qui répond désormais", error_messages={"required": "Choisissez qui répond."})
    why = forms.CharField(
        label="Pourquoi (note interne, facultatif)",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheets = {
            f"r{each.pk}": each
            for each in Referent.objects.published().occupied().select_related("disp", "substitute__disp")
        }
        self.directions = {f"d{each.pk}": each for each in Disp.objects.all()}
        groups = [
            (
                direction.plain_name,
                [
                    *((key, label_of(sheet)) for key, sheet in self.sheets.items() if sheet.disp_id == direction.pk),
                    (value, f"L’équipe de la {direction.plain_name}"),
                ],
            )
            for value, direction in self.directions.items()
        ]
        self.fields["to"].choices = [("", "Choisissez…"), (NATIONAL, "L’équipe nationale"), *groups]

    @property
    def recipient(self) -> Recipient:
        """Who was chosen; whoever stands in for an absent referent."""
        to = self.cleaned_data["to"]
        if to == NATIONAL:
            found = national_recipient()
        elif to in self.directions:
            found = direction_recipient(self.directions[to])
        else:
            found = recipient_chosen(self.sheets[to])
        return replace(found, reason=REASON)


class ShareForm(ReassignForm):
    """Who takes a part, and which one."""

    part = forms.CharField(
        label="Sa part : un site, un sujet",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Dites quelle part vous lui confiez."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["why"]
        self.fields["to"].label = "Qui en prend une part"


class DeclineForm(forms.Form):
    """Why a request is not for this mailbox, and who else it may be for."""

    reason = forms.CharField(
        label="Pourquoi n’est-ce pas pour vous ?",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi cette demande n’est pas pour vous."},
    )
    proposal = forms.CharField(label="À qui la confier, selon vous ? (facultatif)", required=False, max_length=200)


def label_of(sheet: Referent) -> str:
    """« Camille Exemple – R2IP travail, Normandie (Absence jusqu’au 1er décembre) »."""
    return f"{sheet} ({sheet.absence_label})" if sheet.is_absent else str(sheet)
