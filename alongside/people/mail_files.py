"""E-mails as files, for a start without a mail server."""

from pathlib import Path
from uuid import uuid4

from django.core.mail.backends.filebased import EmailBackend


class OneLetterAFile(EmailBackend):
    """Django names files by the second, so that two letters may share one and neither can be removed alone."""

    def _get_filename(self) -> str:
        self._fname: str | None = self._fname or str(Path(self.file_path) / f"{uuid4()}.log")
        return self._fname
