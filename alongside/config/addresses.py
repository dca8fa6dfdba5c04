"""Parts of addresses."""

from urllib.parse import urlsplit


def origin_of(address: str) -> str:
    """The scheme and host of an address; nothing for none."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
