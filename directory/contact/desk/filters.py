"""What the list of requests is narrowed to: read from the address, alike for the list and the export."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import timezone

from directory.contact.desk.access import manages_requests, visible_to
from directory.contact.models import ContactRequest
from directory.contact.models.querysets import READ_LENGTH
from directory.contact.projects import Project
from directory.models import Disp

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import QueryDict

    from directory.contact.models.querysets import ContactRequestQuerySet

State, Turn = ContactRequest.State, ContactRequest.Turn
ALL, HELD, MINE, NOBODY, LATE, WEEK = "toutes", "a-confirmer", "moi", "personne", "retard", "semaine"
AFTER_END = "apres-la-fin"
TURNS = {"nous": Turn.OURS, "pause": Turn.PAUSED, "employeur": Turn.THEIRS}
AGES = {"7": "Depuis 7 jours", "30": "Depuis 30 jours", "90": "Depuis 3 mois", "vieilles": "Il y a plus de 30 jours"}
OLD_DAYS = 30
UNKNOWN = "Ce choix n’existe pas : il est ignoré."


class FilterForm(forms.Form):
    """The filters as controls. What is unknown is said and left out."""

    q = forms.CharField(
        label="Chercher",
        required=False,
        max_length=READ_LENGTH,
        help_text="Numéro, mots de la demande, organisation, personne, téléphone, SIRET, ou adresse e-mail entière.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    etat = forms.ChoiceField(label="État", required=False)
    echeance = forms.ChoiceField(
        label="Réponse attendue",
        required=False,
        choices=[
            ("", "À tout moment"),
            (LATE, "En retard"),
            (WEEK, "Cette semaine"),
            (AFTER_END, "Écrit après la fin"),
        ],
    )
    tour = forms.ChoiceField(
        label="Tour",
        required=False,
        choices=[("", "Tous"), *((word, turn.label.capitalize()) for word, turn in TURNS.items())],
    )
    direction = forms.ChoiceField(label="Direction", required=False)
    projet = forms.ChoiceField(label="Projet", required=False, choices=[("", "Tous"), *Project.choices])
    age = forms.ChoiceField(label="Reçue", required=False, choices=[("", "À tout moment"), *AGES.items()])
    suivi = forms.ChoiceField(label="Suivie par", required=False)

    def __init__(self, data: QueryDict, user: AbstractBaseUser) -> None:
        super().__init__(data)
        states = [(state.value, state.label.capitalize()) for state in State]
        every = "Toutes, pour une recherche" if data.get("q", "").strip() else "Ouvertes"
        self.fields["etat"].choices = [("", every), *states, (ALL, "Toutes")]
        owners = visible_to(user).still_open().exclude(owner=None).values("owner")
        accounts = get_user_model().objects.filter(pk__in=owners).exclude(pk=user.pk).order_by("last_name", "username")
        named = [(str(each.pk), each.get_full_name() or each.get_username()) for each in accounts]
        self.fields["suivi"].choices = [("", "Tout le monde"), (MINE, "Moi"), (NOBODY, "Personne"), *named]
        if manages_requests(user):
            self.fields["etat"].choices.append((HELD, "Adresse à confirmer"))
            self.fields["direction"].choices = [
                ("", "Toutes"),
                *((each.pk, each.short_label) for each in Disp.objects.all()),
            ]
        else:
            del self.fields["direction"]
        for name, field in self.fields.items():
            field.error_messages["invalid_choice"] = UNKNOWN
            if name != "q":
                field.widget.attrs["class"] = "desk-select"

    @property
    def chosen_words(self) -> str:
        """What is chosen, for the line that folds the choices on a phone; empty for nothing."""
        fields = [(name, dict(field.choices)) for name, field in self.fields.items() if name != "q"]
        return ", ".join(
            str(choices[self.data[name]])
            for name, choices in fields
            if self.data.get(name, "") in choices and self.data.get(name)
        )


def narrowed(user: AbstractBaseUser, form: FilterForm) -> ContactRequestQuerySet:
    """The requests of this account that the filters leave, in their order: by due date while they are open."""
    form.is_valid()  # what is not valid is left out, and said beside its field
    chosen: dict[str, Any] = {name: form.cleaned_data.get(name, "") for name in FilterForm.base_fields}
    state, text, today = chosen["etat"], chosen["q"], timezone.localdate()
    requests = visible_to(user)
    requests = requests.filter(is_held=True) if state == HELD else requests.confirmed()
    if state in State.values:
        requests = requests.filter(state=state)
    if chosen["echeance"] == AFTER_END and not state:
        requests = requests.written_after_end().longest_waiting_first()
    elif state in ContactRequest.OPEN or (not state and not text):
        requests = requests.still_open().longest_waiting_first()
    elif state in ContactRequest.ENDED:
        requests = requests.order_by("-last_event_at", "-pk")
    if text:
        requests = requests.matching(text)
    if chosen["echeance"] == LATE:
        requests = requests.late(today)
    elif chosen["echeance"] == WEEK:
        requests = requests.still_open().filter(due_this_week(today))
    if chosen["tour"]:
        requests = requests.filter(turn=TURNS[chosen["tour"]])
    if chosen["direction"]:
        requests = requests.filter(disp=chosen["direction"])
    if chosen["projet"]:
        requests = requests.with_project(chosen["projet"])
    if age := chosen["age"]:
        since = timezone.now() - datetime.timedelta(days=int(age) if age.isdigit() else OLD_DAYS)
        requests = requests.filter(received_at__gte=since) if age.isdigit() else requests.filter(received_at__lt=since)
    if owner := chosen["suivi"]:
        requests = requests.filter(owner=None if owner == NOBODY else user.pk if owner == MINE else int(owner))
    return requests


def due_this_week(today: datetime.date) -> Q:
    """Our turn, and promised for Sunday at the latest."""
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    return Q(turn=Turn.OURS, due_on__lte=sunday)


def counts(user: AbstractBaseUser) -> dict[str, int]:
    """What waits, in one query: to take in charge, late, in exchange, to answer this week, written after the end."""
    today = timezone.localdate()
    is_open = Q(ended_at=None)
    return (
        visible_to(user)
        .confirmed()
        .filter(is_open | Q(turn=Turn.OURS))
        .aggregate(
            received=Count("pk", filter=Q(state=State.RECEIVED)),
            late=Count("pk", filter=is_open & Q(turn=Turn.OURS, due_on__lt=today)),
            talking=Count("pk", filter=Q(state=State.TALKING)),
            week=Count("pk", filter=is_open & due_this_week(today)),
            after_end=Count("pk", filter=~is_open),
        )
    )
