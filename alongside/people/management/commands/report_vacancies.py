from typing import Any

from django.core.management.base import BaseCommand

from alongside.people.queries.organisations import all_vacancy_lines


class Command(BaseCommand):
    help = "List the organisations where nobody is named to answer for self-management support."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = all_vacancy_lines()
        for line in lines:
            self.stdout.write(f"{line.organisation.name}: no {', no '.join(line.vacancies)}")
        if not lines:
            self.stdout.write("Every organisation has a named owner and champion.")
