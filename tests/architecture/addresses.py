"""Every address of the product, for the tests that leave none out."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses(*, leave_out: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Each address by its name, as the resolver knows them; `leave_out` are beginnings of paths."""
    yield from _walk(get_resolver(), "", "", leave_out)


def _walk(
    resolver: URLResolver, prefix: str, namespace: str, leave_out: tuple[str, ...]
) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            path = prefix + str(entry.pattern)
            if not path.startswith(leave_out):
                yield from _walk(entry, path, entry.namespace or namespace, leave_out)
        else:
            yield f"{namespace}:{entry.name}".lstrip(":"), entry
