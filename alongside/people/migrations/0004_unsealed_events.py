import django.db.models.deletion
from django.db import migrations, models

from alongside.people.audit.guard import note_new_events_as_unsealed


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_sessions_end_together'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnsealedEvent',
            fields=[
                ('event', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='unsealed', serialize=False, to='people.auditevent')),
            ],
        ),
        migrations.RunPython(note_new_events_as_unsealed),
    ]
