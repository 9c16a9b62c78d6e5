"""Indexes with which the desk reads no million requests: of figures and results, of the same employer, of telephones."""

from django.conf import settings
from django.db import migrations, models

from portal.models.online_indexes import AddIndexOnline, Analyse, PostgresIndexOnline


class Migration(migrations.Migration):
    atomic = False  # each index is made beside who writes

    dependencies = [
        ("contact", "0010_indexes_of_periodic_jobs"),
        ("directory", "0006_absences_have_a_first_day"),
        ("mail", "0002_indexes_of_what_left_not"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexOnline(
            model_name="contactrequest",
            index=models.Index(fields=["siret"], name="request_siret", opclasses=["varchar_pattern_ops"]),
        ),
        AddIndexOnline(
            model_name="contactrequest",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", False)), fields=["answered_at"], name="request_answered"
            ),
        ),
        AddIndexOnline(
            model_name="contactrequest",
            index=models.Index(
                condition=models.Q(("is_held", False), models.Q(("state", "unwanted"), _negated=True)),
                fields=["received_at", "disp", "answer_days", "due_on", "establishment", "projects", "id"],
                name="request_figures",
            ),
        ),
        AddIndexOnline(
            model_name="contactrequest",
            index=models.Index(
                condition=models.Q(("is_held", False), models.Q(("results", {}), _negated=True)),
                fields=["received_at", "disp", "results", "id"],
                name="request_results",
            ),
        ),
        AddIndexOnline(
            model_name="requestevent",
            index=models.Index(condition=models.Q(("kind", "bounced")), fields=["request"], name="event_bounced"),
        ),
        # What ends with a domain or with the digits of a telephone begins with them backwards.
        PostgresIndexOnline(
            "request_address_backwards", "contact_contactrequest", "(reverse(lower(email)) text_pattern_ops)"
        ),
        PostgresIndexOnline(
            "request_telephone_backwards", "contact_contactrequest", "(reverse(telephone) text_pattern_ops)"
        ),
        Analyse("contact_contactrequest"),
        Analyse("contact_requestevent"),
    ]
