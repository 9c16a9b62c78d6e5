from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_drafts_without_direction"),
    ]

    operations = [
        migrations.AddField(
            model_name="formername",
            name="ended",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="année de fin"),
        ),
        migrations.AlterField(
            model_name="formername",
            name="kind",
            field=models.CharField(
                choices=[
                    ("deleguee", "commune déléguée"),
                    ("associee", "commune associée"),
                    ("fusionnee", "commune fusionnée"),
                    ("renommee", "ancien nom de la commune"),
                    ("separee", "commune partagée"),
                    ("arrondissement", "arrondissement"),
                    ("code", "code d’usage"),
                    ("insee", "ancien code Insee"),
                ],
                max_length=14,
                verbose_name="nature",
            ),
        ),
    ]
