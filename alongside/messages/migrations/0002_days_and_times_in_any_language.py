"""Facts held "Tue 3 Mar" and "10.20am"; they hold the day and time themselves, to be put in the person's language."""

from django.db import migrations
from django.utils import timezone


def keep_days_and_times(apps, schema_editor):
    # A message about an appointment is not sent after it begins, so that is its day and time.
    for message in apps.get_model("outbox", "Message").objects.filter(not_after__isnull=False).iterator():
        if {"day", "time"} <= message.facts.keys():
            starts = timezone.localtime(message.not_after)
            message.facts |= {"day": starts.date().isoformat(), "time": starts.strftime("%H:%M")}
            message.save(update_fields=["facts"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunPython(keep_days_and_times, migrations.RunPython.noop)]
