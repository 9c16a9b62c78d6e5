from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Mails are written down before they are parsed: `directory.contact.inbox.unreadable`."""

    dependencies = [
        ("contact", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="empreinte")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lu le")),
                ("tries", models.PositiveSmallIntegerField(default=1, verbose_name="essais")),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="raison de l’abandon")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="signalé le")),
            ],
            options={
                "verbose_name": "lecture d’un courriel",
                "verbose_name_plural": "lectures des courriels",
                "ordering": ["-started_at", "-pk"],
                "default_permissions": (),
            },
        ),
    ]
