"""The index of what the counters of the desk count: twenty thousand rows were read for them at each page."""

from django.db import migrations, models

from portal.models.online_indexes import AddIndexOnline, Analyse


class Migration(migrations.Migration):
    atomic = False  # the index is made beside who writes

    dependencies = [("contact", "0011_indexes_of_the_desk")]

    operations = [
        AddIndexOnline(
            model_name="contactrequest",
            index=models.Index(
                condition=models.Q(("is_held", False), models.Q(("ended_at", None), ("turn", "ours"), _connector="OR")),
                fields=["state", "turn", "due_on", "ended_at", "disp", "id"],
                name="request_waiting",
            ),
        ),
        Analyse("contact_contactrequest"),
    ]
