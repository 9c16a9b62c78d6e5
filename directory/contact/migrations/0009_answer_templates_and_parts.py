from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0008_requests_that_wait_for_us"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, unique=True, verbose_name="nom du modèle")),
                ("text", models.TextField(max_length=5000, verbose_name="texte")),
            ],
            options={
                "verbose_name": "modèle de réponse",
                "verbose_name_plural": "modèles de réponse",
                "ordering": ["title"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="requestevent",
            name="copied_to",
            field=models.CharField(blank=True, max_length=1400, verbose_name="copie à"),
        ),
        migrations.AddField(
            model_name="requestshare",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="relancé le"),
        ),
        migrations.AlterField(
            model_name="contactrequest",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="adresse e-mail"),
        ),
        migrations.AlterField(
            model_name="requestshare",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "demandée"),
                    ("answered", "a répondu"),
                    ("done", "faite"),
                    ("declined", "pas pour moi"),
                ],
                default="asked",
                max_length=8,
                verbose_name="état",
            ),
        ),
    ]
