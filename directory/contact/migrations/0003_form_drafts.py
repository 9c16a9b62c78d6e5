from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is typed in the form waits between its pages: `directory.contact.form.drafts`."""

    dependencies = [
        ("contact", "0002_mails_being_read"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=43, unique=True, verbose_name="clé")),
                ("answers", models.JSONField(default=dict, verbose_name="réponses")),
                ("page", models.JSONField(default=dict, verbose_name="état de la page")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="modifié le")),
            ],
            options={
                "verbose_name": "brouillon du formulaire",
                "verbose_name_plural": "brouillons du formulaire",
                "ordering": ["changed_at", "pk"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["changed_at"], name="draft_changed")],
            },
        ),
    ]
