"""The index of renewals without what renews nothing: SQLite's statistics take that for one convention renewed by all."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0003_appearances")]

    operations = [
        migrations.AlterField(
            model_name="conventionpage",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="renewals",
                to="news.conventionpage",
                verbose_name="renouvelle la convention",
            ),
        ),
        migrations.AddIndex(
            model_name="conventionpage",
            index=models.Index(
                condition=models.Q(("replaces__isnull", False)), fields=["replaces"], name="convention_renews"
            ),
        ),
    ]
