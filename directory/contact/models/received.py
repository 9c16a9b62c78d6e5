"""What came with a request: files that people sent, and mails as they arrived. All of it goes with its request."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from portal.french.words import file_size


class StoredFileQuerySet(models.QuerySet):
    """Files by how much there is of them."""

    def size(self) -> int:
        """Their bytes together."""
        return self.aggregate(total=models.Sum("size"))["total"] or 0


class StoredFileManager(models.Manager.from_queryset(StoredFileQuerySet)):
    """Files without their content, which is read when somebody asks for it."""

    def get_queryset(self) -> StoredFileQuerySet:
        """All but the content."""
        return super().get_queryset().defer("content")


class StoredFile(models.Model):
    """A file that was checked (`directory.contact.files.accepted`): in the database, so that it goes with its row."""

    name = models.CharField("nom", max_length=120)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille")  # in bytes
    content = models.BinaryField("contenu")
    added_at = models.DateTimeField("reçu le", default=timezone.now)

    objects: ClassVar = StoredFileManager()

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"file {self.pk}"  # no name: this text reaches log lines

    @property
    def exported(self) -> dict[str, Any]:
        """All of it, fit for JSON, under French names: for the person."""
        content = base64.b64encode(bytes(self.content)).decode()
        return {"nom": self.name, "type": self.content_type, "reçu le": self.added_at, "contenu (base64)": content}

    @property
    def label(self) -> str:
        """« Devis.pdf (240 Ko) »."""
        return f"{self.name} ({file_size(self.size)})"


class RequestFile(StoredFile):
    """A file of a request, and the line of its history that it came with."""

    request = models.ForeignKey(
        "contact.ContactRequest", on_delete=models.CASCADE, related_name="files", verbose_name="demande"
    )
    event = models.ForeignKey(
        "contact.RequestEvent", on_delete=models.CASCADE, related_name="files", verbose_name="événement"
    )

    class Meta(StoredFile.Meta):
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"


class WaitingFile(StoredFile):
    """A file of a form that is being filled in, by the key of its draft; erased with it."""

    draft_key = models.CharField("clé du brouillon", max_length=43, editable=False, db_index=True)

    class Meta(StoredFile.Meta):
        verbose_name = "fichier en attente"
        verbose_name_plural = "fichiers en attente"


class ReceivedMail(models.Model):
    """The mail behind a line of the history: who wrote, all its words, and how it arrived. For the team alone."""

    event = models.OneToOneField(
        "contact.RequestEvent", on_delete=models.CASCADE, related_name="mail", verbose_name="événement"
    )
    sender = models.CharField("expéditeur", max_length=320, blank=True)
    sender_name = models.CharField("nom de l’expéditeur", max_length=150, blank=True)
    subject = models.CharField("objet", max_length=300, blank=True)
    whole = models.TextField("message entier", blank=True)  # when the history shows less than all of it
    source = models.TextField("message tel que reçu", blank=True)  # headers and parts, files only by their beginning

    class Meta:
        verbose_name = "courriel reçu"
        verbose_name_plural = "courriels reçus"
        default_permissions = ()

    def __str__(self) -> str:
        return f"mail {self.pk}"  # no address: this text reaches log lines
