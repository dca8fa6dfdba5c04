import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("outbox", "0002_days_and_times_in_any_language")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="messages",
                to="people.organisation",
            ),
        ),
    ]
