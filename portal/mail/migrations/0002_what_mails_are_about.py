from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="about",
            field=models.CharField(blank=True, db_index=True, max_length=80, verbose_name="à propos de"),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="once",
            field=models.CharField(
                blank=True, editable=False, max_length=120, null=True, unique=True, verbose_name="clé d’unicité"
            ),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="reply_to",
            field=models.CharField(blank=True, max_length=600, verbose_name="répondre à"),
        ),
    ]
