from __future__ import annotations

import re
from typing import TYPE_CHECKING

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from directory.places.folding import fold

if TYPE_CHECKING:
    from django.apps.registry import Apps as StateApps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def gather_words(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Words of all fields beside those of the organisation, for requests that are there already."""
    requests = apps.get_model("contact", "ContactRequest").objects.using(schema_editor.connection.alias)
    for each in requests.iterator(500):
        typed = (each.organisation, each.contact_name, each.job, each.place, each.place_typed, each.sites, each.message)
        plain = re.sub(r"\S+@\S+", " ", " ".join(typed))
        requests.filter(pk=each.pk).update(organisation_key=" ".join(dict.fromkeys(fold(plain))))


class Migration(migrations.Migration):
    """Parts of requests, counted results, and a search in every field."""

    dependencies = [
        ("contact", "0005_turns_and_outcomes"),
        ("directory", "0005_workshops_in_the_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="requeststatistic",
            name="results",
            field=models.JSONField(blank=True, default=dict, verbose_name="résultats"),
        ),
        migrations.AlterField(
            model_name="contactrequest",
            name="organisation_key",
            field=models.TextField(default="", editable=False, verbose_name="mots nus de tous les champs"),
        ),
        migrations.AlterField(
            model_name="requestevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "reçue"),
                    ("confirmed", "adresse confirmée"),
                    ("taken", "prise en charge"),
                    ("answered", "réponse donnée"),
                    ("answer", "réponse envoyée"),
                    ("employer", "message de l’employeur"),
                    ("state", "changement d’état"),
                    ("reassigned", "réattribuée"),
                    ("note", "note interne, jamais envoyée"),
                    ("reminded", "rappel au référent"),
                    ("escalated", "rappel au responsable"),
                    ("bounced", "message non remis"),
                    ("withdrawn", "retirée par l’employeur"),
                    ("planned", "prochaine étape"),
                    ("turned", "à nous de nouveau"),
                    ("results", "résultats"),
                    ("outcome", "bilan de l’employeur"),
                    ("shared", "part confiée"),
                    ("part_done", "part faite"),
                    ("declined", "pas pour moi"),
                ],
                max_length=10,
                verbose_name="événement",
            ),
        ),
        migrations.CreateModel(
            name="RequestShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=140, verbose_name="confiée à")),
                ("mailbox", models.EmailField(max_length=254, verbose_name="boîte")),
                ("part", models.CharField(max_length=300, verbose_name="part")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "demandée"), ("done", "faite"), ("declined", "pas pour moi")],
                        default="asked",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=500, verbose_name="ce qui en a été dit")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "disp",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directory.disp",
                        verbose_name="direction",
                    ),
                ),
                (
                    "referent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directory.referent",
                        verbose_name="référent",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="contact.contactrequest",
                        verbose_name="demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "part d’une demande",
                "verbose_name_plural": "parts des demandes",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("request", "mailbox"), name="share_of_one_mailbox")],
            },
        ),
        migrations.RunPython(gather_words, migrations.RunPython.noop),
    ]
