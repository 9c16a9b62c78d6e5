"""The two steps that ask something: the project, then who asks. Every text has a bound; every error says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy
from stdnum.fr import siret

from directory.contact.enquiry import Enquiry
from directory.contact.fields import DescribedField, EmailField, PhoneField, SiretField, TextField
from directory.contact.phones import phone_label
from directory.contact.placing import place_request
from directory.contact.projects import Project, Timing

if TYPE_CHECKING:
    from django.http import QueryDict

MESSAGE_LENGTH = 3000
PLACE_LENGTH = 200  # more is no place; what `directory.places` reads


class StepForm(forms.Form):
    """One step of the page: bound when it is checked, or filled with what was typed when it is only shown again."""

    bound_field_class = DescribedField

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, auto_id="%s", label_suffix="", **options)

    @classmethod
    def as_typed(cls, data: QueryDict) -> StepForm:
        """Shown again without being checked."""
        return cls(
            initial={name: field.widget.value_from_datadict(data, {}, name) for name, field in cls.base_fields.items()}
        )

    @classmethod
    def carried(cls, data: QueryDict) -> list[tuple[str, str]]:
        """What another step of the page carries along in hidden fields: (name, value) as typed."""
        return [(name, value) for name in cls.base_fields for value in data.getlist(name)]

    @property
    def mistakes(self) -> list[tuple[forms.BoundField, str]]:
        """Each field that has an error, with its first one, in the order of the page."""
        return [(field, field.errors[0]) for field in self if field.errors]


class ProjectForm(StepForm):
    """What the employer wants to do, and where: the place says who answers."""

    projects = forms.MultipleChoiceField(
        label="Qu’aimeriez-vous faire ?",
        help_text="Plusieurs réponses possibles.",
        choices=Project.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins une réponse.",
            "invalid_choice": "Choisissez parmi les réponses proposées.",
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
        choices=[("", "Je ne sais pas encore"), *Timing.choices],
        required=False,
        error_messages={"invalid_choice": "Choisissez parmi les réponses proposées."},
    )
    size = TextField(
        label="Combien de postes, ou de m² ?", help_text="Facultatif, à peu près", longest=80, required=False
    )
    referent = forms.Field(required=False, widget=forms.HiddenInput)

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
    contact_name = TextField(
        label="Prénom et nom",
        longest=120,
        missing="Écrivez votre prénom et votre nom.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    job = TextField(
        label="Fonction",
        longest=120,
        missing="Écrivez votre fonction.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = EmailField(
        label="Adresse e-mail",
        help_text="La réponse et le numéro de suivi y seront envoyés.",
        missing="Écrivez votre adresse e-mail.",
    )
    telephone = PhoneField(label="Téléphone", help_text="Facultatif", required=False)

    @property
    def telephone_label(self) -> str:
        """The number as one dials it; empty for nothing."""
        return phone_label(self.cleaned_data["telephone"])

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
        size=said["size"],
        place_typed=said["place"],
        place=project.placing.title,
        is_national=said["is_national"],
        commune_id=project.placing.commune_id,
        **details.cleaned_data,
    )
