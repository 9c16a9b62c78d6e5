from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

import portal.cms.stream_field
from portal.cms.partial_date import PartialDate

if TYPE_CHECKING:
    import datetime

NUMBER = re.compile(r"([0-9][0-9\s]*(?:,[0-9]+)?)\s*(.*)")
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


def parts_of(figure: dict[str, Any]) -> dict[str, Any]:
    """« 2,4 % », « 2019, Occitanie » as the new fields, which never lose a word."""
    number, year = NUMBER.fullmatch(figure["value"]), YEAR.search(figure["scope"])
    if number:
        value = {"amount": Decimal(re.sub(r"\s", "", number[1]).replace(",", ".")), "unit": number[2], "wording": ""}
    else:
        value = {"amount": None, "unit": "", "wording": figure["value"]}
    return value | {"year": int(year[0]) if year else None, "moment": "" if year else "année non précisée"}


def split_figures(apps: Any, schema_editor: Any) -> None:
    for figure in apps.get_model("news", "ConventionFigure").objects.all():
        for name, value in parts_of({"value": figure.value, "scope": figure.scope}).items():
            setattr(figure, name, value)
        figure.save()
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(content__has_key="figures"):
        for figure in revision.content["figures"]:
            if "value" in figure:
                parts = parts_of(figure)
                figure.update(parts | {"amount": None if parts["amount"] is None else str(parts["amount"])})
        revision.save()


def join_figures(apps: Any, schema_editor: Any) -> None:
    for figure in apps.get_model("news", "ConventionFigure").objects.all():
        number = "" if figure.amount is None else f"{figure.amount:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        figure.value = (figure.wording or f"{number} {figure.unit}".strip())[:20]
        figure.save()


def read_dates_and_chains(apps: Any, schema_editor: Any) -> None:
    """What `ConventionPage.save` stores from now on."""
    pages = {page.pk: page for page in apps.get_model("news", "ConventionPage").objects.all()}

    def day(text: object, name: str) -> datetime.date | None:
        return getattr(PartialDate.parse(str(text)), name) if text else None

    for page in pages.values():
        page.binds_from = day(page.starts_on or page.signed_on, "first_day")
        page.binds_until = day(page.ends_on, "last_day")
        first, seen = page, set()
        while first.replaces_id in pages and first.pk not in seen:
            seen.add(first.pk)
            first = pages[first.replaces_id]
        page.chain_key = first.translation_key
        page.save(update_fields=["binds_from", "binds_until", "chain_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_referent_accounts"),
        ("news", "0001_initial"),
        ("portal", "0002_site"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConventionDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="«\xa0Texte de la convention\xa0». Vide\xa0: le titre du document.",
                        max_length=160,
                        verbose_name="intitulé",
                    ),
                ),
            ],
            options={
                "verbose_name": "document de la convention",
                "verbose_name_plural": "documents de la convention",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EndWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("binds_until", models.DateField(verbose_name="dernier jour")),
                ("told_at", models.DateTimeField(auto_now_add=True, verbose_name="signalée le")),
            ],
            options={
                "verbose_name": "échéance signalée",
                "verbose_name_plural": "échéances signalées",
            },
        ),
        migrations.AddField(
            model_name="conventionfigure",
            name="amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Un nombre\xa0: 4347 ou 2,4.",
                max_digits=14,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="valeur",
            ),
        ),
        migrations.AddField(
            model_name="conventionfigure",
            name="moment",
            field=models.CharField(
                blank=True,
                help_text="«\xa0à la signature, année non précisée\xa0»",
                max_length=80,
                verbose_name="précision sur la date",
            ),
        ),
        migrations.AddField(
            model_name="conventionfigure",
            name="source",
            field=models.CharField(
                blank=True, help_text="Si ce n’est pas la convention.", max_length=160, verbose_name="source du chiffre"
            ),
        ),
        migrations.AddField(
            model_name="conventionfigure",
            name="unit",
            field=models.CharField(
                blank=True,
                help_text="«\xa0personnes\xa0», «\xa0%\xa0», «\xa0mois\xa0»",
                max_length=40,
                verbose_name="unité",
            ),
        ),
        migrations.AddField(
            model_name="conventionfigure",
            name="wording",
            field=models.CharField(
                blank=True,
                help_text="Quand la source ne donne pas de nombre exact\xa0: «\xa0une dizaine\xa0».",
                max_length=30,
                verbose_name="valeur en toutes lettres",
            ),
        ),
        migrations.AddField(
            model_name="conventionfigure",
            name="year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Vide si la source ne la donne pas\xa0: dites-le à côté.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1900),
                    django.core.validators.MaxValueValidator(2100),
                ],
                verbose_name="année",
            ),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="actions",
            field=portal.cms.stream_field.PortalStreamField(blank=True, verbose_name="actions, lieu par lieu"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="advisers",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="conseillers"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="binds_from",
            field=models.DateField(editable=False, null=True, verbose_name="premier jour possible"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="binds_until",
            field=models.DateField(editable=False, null=True, verbose_name="dernier jour possible"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="chain_key",
            field=models.UUIDField(editable=False, null=True, verbose_name="chaîne"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="commitments",
            field=portal.cms.stream_field.PortalStreamField(blank=True, verbose_name="engagements"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="earlier_results",
            field=models.TextField(
                blank=True,
                help_text="Seulement si la précédente n’a pas de page ici.",
                max_length=1000,
                verbose_name="bilan de la précédente",
            ),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="eligibility",
            field=models.TextField(
                blank=True,
                help_text="Ce qu’il faut remplir pour en bénéficier.",
                max_length=400,
                verbose_name="à quelles conditions",
            ),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="finding",
            field=models.CharField(
                blank=True,
                help_text="Le titre du tableau\xa0: «\xa0Près d’une personne sur onze l’était en Occitanie\xa0».",
                max_length=160,
                verbose_name="ce que montrent les chiffres",
            ),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="full_time_equivalents",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Par exemple\xa0: 5,15",
                max_digits=6,
                null=True,
                verbose_name="équivalents temps plein",
            ),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="legal_basis",
            field=portal.cms.stream_field.PortalStreamField(blank=True, verbose_name="fondement juridique"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="means",
            field=models.TextField(blank=True, max_length=400, verbose_name="autres moyens"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="means_scope",
            field=models.CharField(
                blank=True,
                help_text="«\xa0Occitanie, 2021\xa0»",
                max_length=160,
                verbose_name="année et périmètre de ces moyens",
            ),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="names_note",
            field=models.CharField(
                blank=True,
                help_text="«\xa0Pôle emploi est devenu France Travail le 1er janvier 2024.\xa0»",
                max_length=250,
                verbose_name="noms de l’époque",
            ),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="partners_since",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="L’année où le partenariat a commencé, si elle précède la première convention publiée ici.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1900),
                    django.core.validators.MaxValueValidator(2100),
                ],
                verbose_name="partenaires depuis",
            ),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="priorities",
            field=portal.cms.stream_field.PortalStreamField(blank=True, verbose_name="priorités"),
        ),
        migrations.AddField(
            model_name="conventionpage",
            name="results",
            field=models.TextField(
                blank=True,
                help_text="Ce que cette convention a permis\xa0; la suivante le reprend.",
                max_length=1000,
                verbose_name="bilan",
            ),
        ),
        migrations.AddField(
            model_name="conventionparty",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("national", "Niveau national"),
                    ("interregional", "Niveau interrégional"),
                    ("regional", "Niveau régional"),
                    ("departmental", "Niveau départemental"),
                    ("local", "Niveau local"),
                ],
                help_text="Vide si la source ne le dit pas.",
                max_length=20,
                verbose_name="niveau",
            ),
        ),
        migrations.AlterField(
            model_name="conventionfigure",
            name="label",
            field=models.CharField(
                help_text="La suite de la phrase\xa0: «\xa0personnes inscrites à Pôle emploi\xa0». Deux chiffres de même unité et de même intitulé sont comparés par des barres.",
                max_length=120,
                verbose_name="ce qui est compté",
            ),
        ),
        migrations.AlterField(
            model_name="conventionfigure",
            name="scope",
            field=models.CharField(
                help_text="«\xa0Occitanie\xa0», «\xa0maison d’arrêt de Draguignan\xa0»",
                max_length=120,
                verbose_name="périmètre",
            ),
        ),
        migrations.AlterField(
            model_name="conventionpage",
            name="body",
            field=portal.cms.stream_field.PortalStreamField(blank=True, verbose_name="texte libre"),
        ),
        migrations.AlterField(
            model_name="conventionpage",
            name="regions",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                help_text="Où elle s’applique\xa0; les directions interrégionales s’en déduisent. Aucune\xa0: la France entière.",
                related_name="+",
                to="directory.region",
                verbose_name="régions",
            ),
        ),
        migrations.AlterField(
            model_name="conventionpage",
            name="source_label",
            field=models.CharField(
                blank=True, help_text="«\xa0D’après l’annonce de…\xa0»", max_length=160, verbose_name="source"
            ),
        ),
        migrations.AlterField(
            model_name="conventionparty",
            name="office",
            field=models.CharField(
                blank=True,
                help_text="La fonction plutôt que la personne\xa0: «\xa0Direction régionale\xa0».",
                max_length=160,
                verbose_name="qualité du signataire",
            ),
        ),
        migrations.AlterField(
            model_name="conventionparty",
            name="person",
            field=models.CharField(
                blank=True,
                help_text="Facultatif. Dans le doute, laissez vide.",
                max_length=120,
                verbose_name="nom du signataire",
            ),
        ),
        migrations.RunPython(split_figures, join_figures),
        migrations.RunPython(read_dates_and_chains, migrations.RunPython.noop),
        # Everything it said is in the fields above; with a default, the way back can make the column again.
        migrations.AlterField(
            model_name="conventionfigure",
            name="value",
            field=models.CharField(default="", max_length=20, verbose_name="valeur"),
        ),
        migrations.RemoveField(model_name="conventionfigure", name="value"),
        migrations.AddIndex(
            model_name="conventionpage",
            index=models.Index(fields=["binds_from"], name="convention_from"),
        ),
        migrations.AddIndex(
            model_name="conventionpage",
            index=models.Index(fields=["binds_until"], name="convention_until"),
        ),
        migrations.AddIndex(
            model_name="conventionpage",
            index=models.Index(fields=["chain_key"], name="convention_chain"),
        ),
        migrations.AddField(
            model_name="conventiondocument",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="portal.portaldocument",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="conventiondocument",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="news.conventionpage"
            ),
        ),
        migrations.AddField(
            model_name="endwarning",
            name="page",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="news.conventionpage",
                verbose_name="convention",
            ),
        ),
        migrations.AddConstraint(
            model_name="endwarning",
            constraint=models.UniqueConstraint(fields=("page", "binds_until"), name="one_warning_an_end"),
        ),
    ]
