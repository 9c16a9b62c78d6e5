from __future__ import annotations

from typing import TYPE_CHECKING

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps as StateApps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def tell_turns(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say whose turn it is in requests that are there already: the employer's once answered, nobody's at the end."""
    requests = apps.get_model("contact", "ContactRequest").objects.using(schema_editor.connection.alias)
    requests.update(turn_since=models.F("last_event_at"))
    requests.exclude(ended_at=None).update(turn="", turn_why="")
    requests.filter(ended_at=None, state="talking").update(turn="theirs", turn_why="")


class Migration(migrations.Migration):
    """One clock for the whole life of a request, and what came of it: `directory.contact.workflow.turns`."""

    dependencies = [
        ("contact", "0004_requests_aim_at_establishments"),
        ("directory", "0004_former_names_since_1943"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="contactrequest",
            name="request_open",
        ),
        migrations.RemoveIndex(
            model_name="contactrequest",
            name="request_open_disp",
        ),
        migrations.RemoveIndex(
            model_name="contactrequest",
            name="request_open_owner",
        ),
        migrations.RemoveIndex(
            model_name="contactrequest",
            name="request_open_state",
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="is_quiet",
            field=models.BooleanField(default=False, verbose_name="ne veut que l’essentiel par e-mail"),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="next_on",
            field=models.DateField(blank=True, null=True, verbose_name="prochaine étape le"),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="next_step",
            field=models.CharField(blank=True, max_length=200, verbose_name="prochaine étape"),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="outcome",
            field=models.CharField(
                blank=True, choices=[("yes", "oui"), ("no", "non")], max_length=3, verbose_name="bilan de l’employeur"
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="outcome_asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="bilan demandé le"),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="results",
            field=models.JSONField(blank=True, default=dict, verbose_name="résultats"),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="told_late_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="retard annoncé à l’employeur le"),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="turn",
            field=models.CharField(
                blank=True,
                choices=[("ours", "à nous"), ("paused", "en pause"), ("theirs", "à l’employeur")],
                default="ours",
                max_length=6,
                verbose_name="à qui le tour",
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="turn_since",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="depuis le"),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="turn_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("first", "attend une première réponse"),
                    ("wrote", "l’employeur a écrit"),
                    ("silence", "l’employeur ne dit plus rien"),
                    ("planned", "étape prévue"),
                    ("reopened", "rouverte"),
                ],
                default="first",
                max_length=8,
                verbose_name="pourquoi",
            ),
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
                ],
                max_length=10,
                verbose_name="événement",
            ),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["turn", "due_on", "id"], name="request_open"
            ),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["disp", "turn", "due_on", "id"],
                name="request_open_disp",
            ),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["owner", "turn", "due_on", "id"],
                name="request_open_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["state", "turn", "due_on", "id"],
                name="request_open_state",
            ),
        ),
        migrations.RunPython(tell_turns, migrations.RunPython.noop),
    ]
