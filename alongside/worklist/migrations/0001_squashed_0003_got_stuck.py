import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # Together they did what follows. An installation that has them all goes on from here.
    replaces = [
        ('worklist', '0001_initial'),
        ('worklist', '0002_no_requests'),
        ('worklist', '0003_got_stuck'),
    ]

    dependencies = [
        ('people', '0001_squashed_0007_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('hand_on', 'handed on'), ('call_back', 'asked for a call'), ('silence', 'no answer to follow-up'), ('link_locked', 'link locked'), ('stuck', 'got stuck')], max_length=20)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='people.person')),
                ('title', models.CharField(max_length=200)),
                ('note', models.TextField(blank=True)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='people.organisation')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to=settings.AUTH_USER_MODEL)),
                ('due', models.DateField()),
                ('subject_id', models.UUIDField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['due', 'created_at'],
                'indexes': [models.Index(fields=['team', 'done_at', 'due'], name='worklist_ta_team_id_754fe9_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', True), ('subject_id__isnull', False)), fields=('kind', 'subject_id'), name='one_open_task_per_reason')],
            },
        ),
        migrations.CreateModel(
            name='TaskMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='worklist.task')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(max_length=300)),
                ('from_owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_due', models.DateField()),
                ('to_due', models.DateField()),
            ],
            options={
                'ordering': ['at'],
            },
        ),
    ]
