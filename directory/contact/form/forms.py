"""The two steps that ask something: the project, then who asks. Every text has a bound; every error says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.html import format_html
from stdnum.fr import siret

from directory.contact import sectors
from directory.contact.enquiry import Enquiry
from directory.contact.form.aim import Aim, aim_of
from directory.contact.form.placing import place_request
from directory.contact.projects import HINTS, Project, Timing, Workforce
from portal.forms.fields import EmailField, PhoneField, SiretField, TextField, WholeNumberField
from portal.forms.mail_domains import meant_address
from portal.forms.phones import phone_label, phones_label
from portal.forms.steps import StepForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from portal.forms.amounts import Amount

NOT_OFFERED = "Choisissez parmi les réponses proposées."
MESSAGE_LENGTH = 3000
SITES_LENGTH = 500
PLACE_LENGTH = 200  # more is no place; what `directory.places.reading` reads
TIMINGS = (("", "Je ne sais pas encore"), *Timing.choices)
WORKFORCES = (("", "Ne pas préciser"), *Workforce.choices)
SECTORS = (("", "Ne pas préciser"), *sectors.choices())


def _explained(project: Project) -> str:
    """What one ticks, with what it means beneath it."""
    if project not in HINTS:
        return str(project.label)
    return format_html('{} <span class="fr-hint-text">{}</span>', project.label, HINTS[project])


PROJECTS = tuple((project.value, _explained(project)) for project in Project)


# Choices are functions: a form copies a list of them deeply each time it is made, six times a request.
class ProjectForm(StepForm):
    """What the employer wants to do, and where: the place says who answers."""

    projects = forms.MultipleChoiceField(
        label="Qu’aimeriez-vous faire ?",
        help_text="Plusieurs réponses possibles.",
        choices=lambda: PROJECTS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins une réponse.",
            "invalid_choice": NOT_OFFERED,
        },
    )
    place = TextField(
        label="Où ?",
        help_text="Une commune ou un code postal. C’est ce qui désigne votre référent.",
        longest=PLACE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-suggest": reverse_lazy("open_data:places")}),
    )
    which = forms.ChoiceField(label="", required=False, widget=forms.RadioSelect)  # its words are in `placing`
    is_national = forms.BooleanField(label="Plusieurs sites, ou projet national", required=False)
    sites = TextField(
        label="Quels sites ?",
        help_text="Facultatif. Une ligne par commune, département ou région.",
        longest=SITES_LENGTH,
        lines=3,
        required=False,
    )
    message = TextField(
        label="Votre projet en quelques mots",
        help_text="Par exemple : « 400 coffrets à monter chaque semaine, dès mars, peu de machines ».",
        longest=MESSAGE_LENGTH,
        lines=6,
        missing="Écrivez quelques mots sur votre projet : une phrase suffit.",
    )
    timing = forms.ChoiceField(
        label="Pour quand ?",
        help_text="Facultatif",
        choices=lambda: TIMINGS,
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    positions = WholeNumberField(
        label="Combien de postes ?", help_text="Facultatif, à peu près", most=9_999, unit="postes"
    )
    surface = WholeNumberField(
        label="Quelle surface, en m² ?", help_text="Facultatif, à peu près", most=1_000_000, unit="m²", symbol="m²"
    )
    referent = forms.Field(required=False, widget=forms.HiddenInput)
    etablissement = forms.Field(required=False, widget=forms.HiddenInput)
    atelier = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.placing = place_request(
            self._text("place"),
            picked=self._text("which"),
            is_national=bool(self["is_national"].value()),
            projects=self["projects"].value() or [],
            slug=self._text("referent"),
        )
        self.fields["which"].choices = self.placing.choices

    @cached_property
    def aim(self) -> Aim:
        """The establishment and the workshop that they came for."""
        return aim_of(self._text("etablissement"), self._text("atelier"))

    def _text(self, name: str) -> str:
        return str(self[name].value() or "")

    @property
    def project_labels(self) -> list[str]:
        """What was ticked, in words."""
        return [Project(code).label for code in self.cleaned_data["projects"]]

    @property
    def timing_label(self) -> str:
        """When, in words."""
        return dict(self.fields["timing"].choices)[self.cleaned_data["timing"]]

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the place, on the field where it can be put right."""
        # A choice of an earlier list is not among the present ones: `place_request` left it out already.
        self._errors.pop("which", None)
        self.cleaned_data["is_national"] = self.placing.is_national
        if not self.placing.is_national:
            self._errors.pop("sites", None)  # they are not asked for: the field does not show
            self.cleaned_data["sites"] = ""
        if not self.placing.is_settled and "place" not in self._errors:
            self.add_error("which" if self.placing.is_ambiguous else "place", self.placing.problem)
        return self.cleaned_data


class DetailsForm(StepForm):
    """Who asks."""

    organisation = TextField(
        label="Entreprise ou organisme",
        longest=150,
        missing="Écrivez le nom de votre entreprise ou de votre organisme.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    siret = SiretField(
        label="SIRET",
        help_text="Facultatif. 14 chiffres, avec ou sans espaces.",
        longest=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    workforce = forms.ChoiceField(
        label="Effectif",
        help_text="Facultatif",
        choices=lambda: WORKFORCES,
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    sector = forms.ChoiceField(
        label="Secteur d’activité",
        help_text="Facultatif",
        choices=lambda: SECTORS,
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    contact_name = TextField(
        label="Prénom et nom",
        longest=120,
        missing="Écrivez votre prénom et votre nom.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    job = TextField(
        label="Fonction",
        help_text="Facultatif",
        longest=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = EmailField(
        label="Adresse e-mail",
        help_text="Par exemple\u00a0: prenom.nom@domaine.fr. La réponse et le numéro de suivi y seront envoyés.",
        missing="Écrivez votre adresse e-mail.",
    )
    telephone = PhoneField(
        label="Téléphone", help_text="Facultatif. Par exemple\u00a0: 06 39 98 12 34.", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Keep beside the first telephone what else was written there."""
        self.cleaned_data["telephone_typed"] = phones_label(str(self["telephone"].value() or ""))[:60]
        return self.cleaned_data

    @property
    def telephone_label(self) -> str:
        """The number as one dials it, or all of them; empty for nothing."""
        return self.cleaned_data["telephone_typed"] or phone_label(self.cleaned_data["telephone"])

    @property
    def meant_email(self) -> str:
        """The address that was probably meant; empty when the one that was typed looks right."""
        return meant_address(self.cleaned_data["email"])

    @property
    def workforce_label(self) -> str:
        """How many people work there, in words."""
        return dict(Workforce.choices).get(self.cleaned_data["workforce"], "")

    @property
    def sector_label(self) -> str:
        """The sector, in words."""
        return sectors.sector_label(self.cleaned_data["sector"])

    @property
    def siret_label(self) -> str:
        """« 732 829 320 00074 »."""
        return siret.format(self.cleaned_data["siret"])


def enquiry_of(project: ProjectForm, details: DetailsForm) -> Enquiry:
    """What two valid steps say together."""
    said = project.cleaned_data
    return Enquiry(
        projects=said["projects"],
        message=said["message"],
        timing=said["timing"],
        **_amounts("positions", said["positions"]),
        **_amounts("surface", said["surface"]),
        place_typed=said["place"],
        place=project.placing.title,
        is_national=said["is_national"],
        sites=said["sites"],
        commune_id=project.placing.commune_id,
        establishment_id=project.aim.establishment.pk if project.aim.establishment else None,
        workshop_id=project.aim.workshop.pk if project.aim.workshop else None,
        **details.cleaned_data,
    )


def _amounts(name: str, amount: Amount | None) -> dict[str, Any]:
    """The number, and its words when they say more."""
    return {
        name: None if amount is None else int(amount),
        f"{name}_typed": amount.label if amount and amount.typed else "",
    }
