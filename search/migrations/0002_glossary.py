from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "term",
                    models.CharField(
                        help_text="Tel qu’il s’écrit\xa0: SPIP, écrou.",
                        max_length=80,
                        unique=True,
                        verbose_name="mot ou sigle",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(blank=True, max_length=90, unique=True, verbose_name="identifiant d’adresse"),
                ),
                (
                    "long_form",
                    models.CharField(
                        blank=True,
                        help_text="D’un sigle\xa0: ses mots.",
                        max_length=200,
                        verbose_name="forme développée",
                    ),
                ),
                (
                    "definition",
                    models.TextField(
                        help_text="Une ou deux phrases simples, que comprend un lecteur hors du métier.",
                        max_length=600,
                        verbose_name="définition",
                    ),
                ),
                (
                    "former_names",
                    models.TextField(
                        blank=True,
                        help_text="Anciens noms\xa0: la recherche trouve les textes de l’époque. Un par ligne, en un ou plusieurs mots.",
                        max_length=1000,
                        verbose_name="autrefois",
                    ),
                ),
                (
                    "other_forms",
                    models.TextField(
                        blank=True,
                        help_text="Ce que tapent ceux qui ne connaissent pas le mot\xa0: la recherche comprend. Un par ligne, en un ou plusieurs mots.",
                        max_length=2000,
                        verbose_name="autres formes",
                    ),
                ),
                (
                    "is_explained",
                    models.BooleanField(
                        default=True,
                        help_text="Décochez pour un mot courant\xa0: il sert à la recherche et reste au glossaire.",
                        verbose_name="expliqué dans les textes",
                    ),
                ),
                ("see_also", models.ManyToManyField(blank=True, to="search.glossaryterm", verbose_name="voir aussi")),
            ],
            options={
                "verbose_name": "mot du glossaire",
                "verbose_name_plural": "mots du glossaire",
                "ordering": ["slug"],
            },
        ),
    ]
