import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

import portal.cms.stream_field


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_referent_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="actorspage",
            name="path_steps",
            field=portal.cms.stream_field.PortalStreamField(blank=True, verbose_name="parcours"),
        ),
        migrations.AddField(
            model_name="actorspage",
            name="path_title",
            field=models.CharField(
                default="Un même parcours, dedans puis dehors", max_length=80, verbose_name="titre du parcours"
            ),
        ),
        migrations.AlterField(
            model_name="actor",
            name="is_entry_point",
            field=models.BooleanField(
                default=False, help_text="Mis en avant sur le schéma\xa0: le référent.", verbose_name="porte d’entrée"
            ),
        ),
        migrations.AlterField(
            model_name="actorspage",
            name="person_text",
            field=models.CharField(
                default="prend part à chaque choix\xa0: c’est son projet, son rythme, son métier.",
                max_length=120,
                verbose_name="sa place",
            ),
        ),
        migrations.CreateModel(
            name="ActorLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "text",
                    models.CharField(
                        help_text="Un verbe\xa0: «\xa0finance les formations qu’ils conçoivent\xa0».",
                        max_length=160,
                        verbose_name="ce qu’il fait avec lui",
                    ),
                ),
                (
                    "actor",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="directory.actor"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.actor",
                        verbose_name="avec",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien entre acteurs",
                "verbose_name_plural": "liens entre acteurs",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
    ]
