from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_glossary"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="jour")),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="type")),
                ("is_empty", models.BooleanField(verbose_name="sans résultat")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="nombre")),
            ],
            options={
                "verbose_name": "nombre de recherches",
                "verbose_name_plural": "nombres de recherches",
                "ordering": ["-day", "kind", "is_empty"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "kind", "is_empty"), name="one_search_count_a_day_and_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnansweredWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="Son premier jour.", verbose_name="mois")),
                ("words", models.CharField(max_length=80, verbose_name="mots cherchés")),
                (
                    "visitors",
                    models.PositiveIntegerField(
                        help_text="Au moins autant de visiteurs différents.", verbose_name="visiteurs"
                    ),
                ),
            ],
            options={
                "verbose_name": "recherche sans résultat",
                "verbose_name_plural": "recherches sans résultat",
                "ordering": ["-month", "-visitors", "words"],
                "constraints": [
                    models.UniqueConstraint(fields=("month", "words"), name="one_row_of_unanswered_words_a_month")
                ],
            },
        ),
    ]
