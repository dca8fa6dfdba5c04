import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0003_own_times'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('exception', ''), models.Q(django.db.models.lookups.Exact(models.Func(models.F('exception'), models.Value(' \t\r\n\xa0'), function='TRIM'), models.Value('')), _negated=True), _connector='OR'), name='an_exception_has_words'),
        ),
    ]
