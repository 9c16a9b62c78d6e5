from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_workshops_in_the_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="referent",
            name="absent_from",
            field=models.DateField(blank=True, null=True, verbose_name="absence à partir du"),
        ),
    ]
