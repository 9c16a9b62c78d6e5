"""Write to the employer: from a template or not, with copies, read again as it will leave, sent once."""

from __future__ import annotations

import re
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from wagtail.admin import messages

from directory.contact.desk import reads
from directory.contact.desk.access import desk_view, visible_or_404
from directory.contact.desk.actions import form_page, locked_as_seen, page_or_act
from directory.contact.models import AnswerTemplate, RequestRead
from directory.contact.models.event import Author
from directory.contact.workflow import answering, transitions
from portal.forms.fields import EmailField
from portal.mail.fictional import refuse_in_demonstration
from portal.mail.outbox import stored_form

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

    from directory.contact.models import ContactRequest

MOST_COPIES = 5
COPIES_LENGTH = 1400  # five addresses of the longest
SEPARATORS = re.compile(r"\s*[,;\n][\s,;]*")


class AnswerForm(forms.Form):
    """The words of an answer, and who gets a copy of them."""

    text = forms.CharField(
        label="Votre réponse",
        max_length=answering.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={
            "required": "Écrivez votre réponse.",
            "max_length": "Votre réponse dépasse 10 000 signes : raccourcissez-la.",
        },
    )
    copies = forms.CharField(
        label="Copie à (facultatif)",
        required=False,
        max_length=COPIES_LENGTH,
        help_text="Des adresses séparées par des virgules. L’employeur les voit ; son lien de suivi n’y est pas.",
        error_messages={"max_length": f"{MOST_COPIES} adresses au plus."},
    )

    def __init__(self, *args: Any, to: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.to = to.lower()

    def clean_copies(self) -> list[str]:
        """Whole addresses, each once, without the employer's; ValidationError names the one that is none."""
        typed, found = SEPARATORS.sub(", ", self.cleaned_data["copies"]).strip(", "), {}
        pairs = getaddresses([typed])
        # Pythons since 2023 read a list with a fault as nothing at all, those before as what they make of it.
        if typed and not any(map(any, pairs)):
            raise ValidationError(f"« {typed} » : écrivez chaque adresse en entier, une virgule entre deux.")
        for name, address in pairs:
            if not (name or address):
                continue
            try:
                checked = EmailField(missing="").clean(address or name)
            except ValidationError as error:
                raise ValidationError(f"« {address or name} » : {error.messages[0]}") from None
            found.setdefault(checked.lower(), checked)
        found.pop(self.to, None)
        if len(found) > MOST_COPIES:
            raise ValidationError(f"{MOST_COPIES} adresses au plus.")
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        """A demonstration writes to nobody real."""
        cleaned = super().clean()
        for address in cleaned.get("copies", []):
            refuse_in_demonstration("copies", address)
        return cleaned


@desk_view
@page_or_act
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write, read the very e-mail that will leave, send it. What was written is never lost to what others do."""
    found = visible_or_404(request.user, pk)
    reads.note(request.user, [pk], RequestRead.Kind.PAGE)
    try:
        answering.check_reachable(found)
    except transitions.NotPossibleError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:detail", pk)
    step = request.POST.get("step")
    if step == "template":
        return _page(request, found, _with_template(request, found))
    first = {"text": draft_for(request.user, found)}
    form = AnswerForm(request.POST or None, initial=first, to=found.email)
    mail, notice = None, ""
    if request.method == "POST" and form.is_valid():
        text, copies = form.cleaned_data["text"], form.cleaned_data["copies"]
        try:
            with transaction.atomic():
                transitions.check_open(locked_as_seen(request, pk))
                if step == "send":
                    answering.send_answer(pk, Author.of(request.user), text, copies=copies)
                    messages.success(request, "Votre réponse est enregistrée et part dans la minute.")
                    return redirect("desk:detail", pk)
        except transitions.NotPossibleError as refusal:
            notice = f"{refusal} Votre brouillon est gardé."
            found.refresh_from_db()
        else:
            mail = stored_form(answering.mail_of(found, text, copies)) if step == "review" else None
    return _page(request, found, form, mail=mail, notice=notice)


def _page(request: HttpRequest, found: ContactRequest, form: AnswerForm, **further: Any) -> HttpResponse:
    context = {"sender": settings.DEFAULT_FROM_EMAIL, "templates": AnswerTemplate.objects.only("title")} | further
    return form_page(request, found, form, "Répondre à l’employeur", "contact/desk/answer.html", **context)


def _with_template(request: HttpRequest, found: ContactRequest) -> AnswerForm:
    """The form with the words of a template: instead of an untouched draft, else below what was written."""
    written, key = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("template", "")
    is_key = key.isascii() and key.isdecimal() and len(key) < 19
    chosen = AnswerTemplate.objects.filter(pk=key).first() if is_key else None
    if chosen:
        filled = chosen.filled(found, signature_of(request.user, found))
        is_untouched = written.strip() in {"", draft_for(request.user, found).strip()}
        written = filled if is_untouched else f"{written.rstrip()}\n\n{filled}"
    return AnswerForm(initial={"text": written, "copies": request.POST.get("copies", "")}, to=found.email)


def signature_of(user: AbstractBaseUser, found: ContactRequest) -> str:
    """Who answers: by the name the public may know, or the post."""
    sheet = found.referent
    own = sheet is not None and sheet.account_id == user.pk
    return sheet.display_name if own else Author.of(user).label


def draft_for(user: AbstractBaseUser, found: ContactRequest) -> str:
    """How an answer begins and ends."""
    return f"Bonjour,\n\n\n\nCordialement,\n{signature_of(user, found)}"
