"""Form fields of the public forms, with their bounds and their errors in French; the page keeps what was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from email_validator import EmailNotValidError, validate_email
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret

from portal.forms.amounts import UNKNOWN, Amount, read_amount
from portal.forms.phones import read_phones
from portal.french.clean_text import clean_text
from portal.french.words import french_number, number, plural

if TYPE_CHECKING:
    from phonenumber_field.phonenumber import PhoneNumber

SIRET_DIGITS, SIREN_DIGITS, FRENCH_PHONE_DIGITS = 14, 9, 10
_SEPARATORS = re.compile(r"[\s.\-_/\u200b\u2060]+")


class DescribedField(BoundField):
    """A field on the page: in the look of the design system, described by its error (its hint is in its label)."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the classes of the design system."""
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not widget.is_hidden and not self.use_fieldset:
            base = "fr-select" if isinstance(widget, forms.Select) else "fr-input"
            if not isinstance(widget, forms.CheckboxInput):
                attrs["class"] = f"{base} {base}--error" if self.errors else base
        return attrs

    @property
    def anchor(self) -> str:
        """Id of the control that a link to this field leads to: the first one of a group."""
        return self[0].id_for_label if self.use_fieldset and len(self) else self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        """The error's id, when there is one."""
        return f"{self.auto_id}_error" if self.errors and self.auto_id and not self.is_hidden else None


def plain(text: str, *, keep_lines: bool = False) -> str:
    """Without control or invisible characters, blanks collapsed; one line, unless lines are kept."""
    if keep_lines:
        lines = (plain(line) for line in clean_text(text).split("\n"))
        return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in clean_text(text)).split())


class TextField(forms.Field):
    """Text of at most `longest` characters. No maxlength in the page: browsers would cut a pasted text in silence."""

    def __init__(self, *, longest: int, missing: str = "", lines: int = 0, **options: Any) -> None:
        self.longest, self.lines = longest, lines
        options.setdefault("widget", forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput())
        super().__init__(error_messages={"required": missing}, **options)

    def to_python(self, value: Any) -> str:
        """The text made plain."""
        return plain(str(value or ""), keep_lines=bool(self.lines))

    def validate(self, value: str) -> None:
        """Refuse nothing, and too much."""
        super().validate(value)
        if len(value) > self.longest:
            typed, longest = french_number(len(value)), french_number(self.longest)
            raise ValidationError(f"Votre réponse compte {typed} caractères : {longest} au plus.")


class WholeNumberField(TextField):
    """A count of something as people write it, « 1 200 », « 10-12 », « environ 300 m² »; or nothing."""

    def __init__(self, *, most: int, unit: str, symbol: str = "", **options: Any) -> None:
        self.most, self.unit, self.symbol = most, unit, symbol
        widget = forms.TextInput(attrs={"autocomplete": "off"})  # words are welcome: no keyboard of digits alone
        super().__init__(longest=40, required=False, widget=widget, **options)

    def clean(self, value: Any) -> Amount | None:
        """The number, at least 1, with the words when they say more; ValidationError says how to write it."""
        typed = super().clean(value)
        if not typed or UNKNOWN.fullmatch(typed.lower()):
            return None
        found = read_amount(typed, symbol=self.symbol)
        if found is None:
            raise ValidationError("Écrivez un nombre, même à peu près : « 12 », « 10 à 12 », « une dizaine ».")
        if not 1 <= found <= self.most:
            raise ValidationError(f"Écrivez un nombre de 1 à {french_number(self.most)} {self.unit}.")
        return found


class SiretField(TextField):
    """A SIRET, with or without spaces; fourteen digits, or nothing."""

    def clean(self, value: Any) -> str:
        """The fourteen digits; ValidationError says what is wrong with them."""
        typed = _SEPARATORS.sub("", super().clean(value))
        if not typed:
            return ""
        if not (typed.isascii() and typed.isdigit()):
            raise ValidationError("Un SIRET ne contient que des chiffres.")
        if len(typed) != SIRET_DIGITS:
            raise ValidationError(_wrong_length(len(typed)))
        try:
            siret.validate(typed)
        except StdnumError:
            raise ValidationError("Ce SIRET contient une erreur : vérifiez chaque chiffre.") from None
        if not typed.strip("0"):  # the library takes fourteen zeros for a SIRET
            raise ValidationError("Ce SIRET n’existe pas : il ne contient que des zéros.")
        return typed


def _wrong_length(digits: int) -> str:
    if digits == SIREN_DIGITS:
        return "C’est un SIREN, de 9 chiffres : ajoutez les 5 chiffres de l’établissement, ou n’écrivez rien."
    off = abs(SIRET_DIGITS - digits)
    amount = f"{number(off)} {plural(off, 'chiffre')}"
    start = f"Il manque {amount}" if digits < SIRET_DIGITS else f"Il y a {amount} de trop"
    return f"{start} : un SIRET en compte {SIRET_DIGITS}, vous en avez saisi {digits}."


class EmailField(TextField):
    """An address we can answer to. Its form is checked, never its existence: no look-up leaves the server."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}), **options)

    def clean(self, value: Any) -> str:
        """The normalised address; ValidationError says in plain words what is missing."""
        typed = super().clean(value)
        if not typed:
            return ""
        if " " in typed:
            raise ValidationError("Une adresse e-mail ne contient pas d’espace.")
        if "@" not in typed:
            raise ValidationError("Il manque l’arobase « @ » dans l’adresse.")
        local, _, domain = typed.partition("@")
        if not local:
            raise ValidationError("Il manque le début de l’adresse, avant « @ ».")
        if "." not in domain.strip("."):
            raise ValidationError("Il manque la fin de l’adresse, par exemple « .fr » ou « .com ».")
        if not local.isascii():
            raise ValidationError("Écrivez sans accent ce qui vient avant « @ ».")
        try:
            return validate_email(typed, check_deliverability=False, allow_smtputf8=False).normalized
        except EmailNotValidError:
            raise ValidationError("Cette adresse n’a pas la forme nom@exemple.fr : vérifiez-la.") from None


class PhoneField(TextField):
    """A telephone number as written in France, overseas or abroad, or several; or nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=80, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}), **options)

    def clean(self, value: Any) -> PhoneNumber | str:
        """The first number, in its country; ValidationError says how to write it."""
        typed = super().clean(value)
        if not typed:
            return ""
        if found := read_phones(typed):
            return found[0].number
        digits = sum(letter.isdigit() for letter in typed)
        abroad = "Hors de France, commencez par « + » et l’indicatif."
        if not digits:
            raise ValidationError("Un numéro de téléphone est fait de chiffres.")
        if typed.startswith("+") or (typed.startswith("00") and digits > FRENCH_PHONE_DIGITS):
            raise ValidationError("Ce numéro n’existe pas dans ce pays : vérifiez l’indicatif et les chiffres.")
        if digits != FRENCH_PHONE_DIGITS:
            raise ValidationError(
                f"Ce numéro a {digits} {plural(digits, 'chiffre')} au lieu de {FRENCH_PHONE_DIGITS}. {abroad}"
            )
        raise ValidationError(f"Ce numéro n’existe pas en France : vérifiez les chiffres. {abroad}")
