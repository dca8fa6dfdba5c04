"""The files an installation copies name only commands, settings and units that are there."""

import re
import subprocess

from django.core.management import get_commands

from tests.architecture.source import REPOSITORY
from tests.architecture.test_docs import SETTINGS

DEPLOY = REPOSITORY / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
GUIDE = (REPOSITORY / "docs/deploy.md").read_text()


def test_the_services_run_commands_that_are_there():
    run = [command for unit in UNITS for command in re.findall(r"bin/alongside (\w+)", unit.read_text())]
    kept_running = re.findall(r"alongside@(\w+_\w+)", GUIDE)
    assert len(run) >= 4
    assert set(kept_running) == {"deliver_messages", "follow_up", "course_rounds"}
    assert not {*run, *kept_running} - set(get_commands())


def test_every_service_runs_as_its_user_with_its_settings_and_writes_only_its_data():
    for unit in UNITS:
        text = unit.read_text()
        for line in ("User=alongside", "EnvironmentFile=/etc/alongside.env", "ProtectSystem=strict", "UMask=0077"):
            assert line in text, f"{unit.name} lacks {line}"


def test_every_timer_has_a_service_and_the_guide_names_every_unit():
    for timer in DEPLOY.glob("*.timer"):
        assert timer.with_suffix(".service") in UNITS
    for unit in UNITS:
        assert f"`{unit.stem}" in GUIDE


def test_the_sample_settings_are_settings():
    named = re.findall(r"^([A-Z_]+)=", (DEPLOY / "alongside.env").read_text(), re.MULTILINE)
    assert "SECRET_KEY" in named
    assert not set(named) - set(SETTINGS)


def test_the_proxy_says_who_asked_and_how():
    proxy = (DEPLOY / "nginx.conf").read_text()
    for header in ("Host $host", "X-Forwarded-Proto $scheme", "X-Forwarded-For $proxy_add_x_forwarded_for"):
        assert f"proxy_set_header {header};" in proxy


def test_the_proxys_log_names_no_key():
    proxy = (DEPLOY / "nginx.conf").read_text()
    shown = re.search(r"log_format alongside '(.+)';", proxy)[1]
    assert "$request_uri" not in shown
    assert '"$request ' not in shown
    assert "referer" not in shown
    assert "~^/l/ /l/...;" in proxy
    assert "~^/directory/yours/ /directory/yours/...;" in proxy
    assert "~^/plans/coming/ /plans/coming/...;" in proxy
    assert "default $request_uri" not in proxy, "what stands behind a question mark may be what somebody looked for"


def test_the_script_for_commands_is_one():
    subprocess.run(["sh", "-n", DEPLOY / "alongside"], check=True)
