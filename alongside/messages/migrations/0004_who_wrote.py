"""Facts held the name of the practice, which may change and is not always the name of one; the message holds who."""

from django.db import migrations


def find_who_wrote(apps, schema_editor):
    organisations = apps.get_model("people", "Organisation").objects
    for message in apps.get_model("outbox", "Message").objects.iterator():
        named = organisations.filter(name=message.facts.pop("practice", ""))[:2]
        message.organisation = named[0] if len(named) == 1 else None
        message.save(update_fields=["organisation", "facts"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_who_writes")]
    operations = [migrations.RunPython(find_who_wrote, migrations.RunPython.noop)]
