"""Messages as files: for the demo, for trying things out, and for a deployer with a mail room of their own.

A letter is a page to print on A4 and post; it needs nothing beside it.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from alongside.messages.senders.letter import letter_page
from alongside.messages.senders.protocol import Parcel


def outbox_folder() -> Path:
    return Path(settings.DATA_DIR) / "outbox"


class Files:
    """Two files per message, named by its id: one to read or print, one for a program."""

    channels = frozenset({"text", "email", "letter"})
    large_letters = True

    def __init__(self) -> None:
        self.folder = outbox_folder()

    def find(self, reference: str) -> str | None:
        path = self.folder / f"{reference}.json"
        return path.name if path.exists() else None

    def hand_over(self, parcel: Parcel) -> str:
        """Again is harmless: the same names, the same words. The .json comes last, so that it stands for both."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if parcel.channel == "letter":
            self._write(f"{parcel.reference}.html", letter_page(parcel))
        else:
            self._write(f"{parcel.reference}.txt", _to_read(parcel))
        self._write(f"{parcel.reference}.json", json.dumps(asdict(parcel), indent=2, ensure_ascii=False))
        return f"{parcel.reference}.json"

    def _write(self, name: str, text: str) -> None:
        """Under another name first, so that a half-written file never looks like a message."""
        draft = self.folder / f".{name}.{os.getpid()}"
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / name)


def _to_read(parcel: Parcel) -> str:
    head = [f"By: {parcel.channel}", f"To: {parcel.to}"]
    if parcel.subject:
        head.append(f"Subject: {parcel.subject}")
    return "\n".join([*head, "", parcel.body.rstrip(), ""])
