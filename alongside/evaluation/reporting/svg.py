"""SVG made safe to put into a page: shapes and words only, no ids in common, one name and one description."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from alongside.evaluation.errors import BadInput

SHAPES = {
    "svg", "g", "defs", "clipPath", "path", "line", "rect", "circle", "ellipse", "polygon", "polyline", "text", "tspan",
    "title", "desc", "marker", "linearGradient", "radialGradient", "stop", "pattern", "mask", "use",
}  # fmt: skip
FINER_THAN_SEEN = re.compile(r"\d+\.\d{3,}")
ID_WITHIN = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")


def stripped(svg: str) -> str:
    """The same picture without roles, descriptions and what is not seen, as a file of its own.

    Raises
    ------
    BadInput
        Not well-formed, or with something that runs, or loads from elsewhere.
    """
    return _written(parsed(svg))


def described(svg: str, *, title: str, words: str, identifier: str) -> str:
    """The picture as one image for assistive technology; all its ids begin with `identifier`."""
    root = parsed(svg)
    for element in root.iter():
        _renamed(element, identifier)
    root.set("role", "img")
    root.set("aria-labelledby", f"{identifier}-title")
    root.set("aria-describedby", f"{identifier}-desc")
    root.insert(0, _said("desc", words, identifier))
    root.insert(0, _said("title", title, identifier))
    return _written(root)


def parsed(svg: str) -> Element:
    """The tree of a picture, without name spaces and prefixes.

    Raises
    ------
    BadInput
        As for `stripped`.
    """
    if "<!" in svg.replace("<!--", ""):
        raise BadInput("A picture may not declare a document type or entities.")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314  (entities cannot be declared, see above)
    except ElementTree.ParseError as problem:
        raise BadInput(f"A picture is not well-formed SVG: {problem}.") from problem
    for element in root.iter():
        _plain(element)
    if root.tag != "svg":
        raise BadInput(f"A picture must be an <svg>, not a <{root.tag}>.")
    _without_unseen(root)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    return root


def size(svg: str) -> tuple[float, float]:
    """Width and height in pixels, from what it says of both, or else from its view box.

    Raises
    ------
    BadInput
        Neither is there, or not in pixels.
    """
    about = parsed(svg).attrib
    box = re.split(r"[\s,]+", about.get("viewBox", "").strip())
    lengths = [about.get(name, "").removesuffix("px") for name in ("width", "height")]
    if not all(map(_is_length, lengths)):
        lengths = box[2:]
    if len(lengths) != 2 or not all(map(_is_length, lengths)):
        raise BadInput("A picture must have a width and a height in pixels, or a viewBox.")
    return float(lengths[0]), float(lengths[1])


def _is_length(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and float(text) > 0


def _plain(element: Element) -> None:
    element.tag = _local(element.tag)
    if element.tag not in SHAPES:
        raise BadInput(f"A picture may hold shapes and words only, and this one has a <{element.tag}>.")
    attributes = {_local(name): value for name, value in element.attrib.items()}
    for name, value in attributes.items():
        _harmless(name, value)
    element.attrib.clear()
    element.attrib.update({name: _short(name, value) for name, value in attributes.items() if not _spoken(name)})


def _harmless(name: str, value: str) -> None:
    leaves = name == "href" and not value.startswith("#")
    leaves = leaves or "url(" in ID_WITHIN.sub("", value) or "@import" in value or "\\" in value
    if leaves or name.lower().startswith("on"):
        raise BadInput(f"A picture may not run or load anything, and this one has {name}={value[:60]!r}.")


def _spoken(name: str) -> bool:
    """What a chart library says of its parts, which as one image they no longer have."""
    return name in {"role", "pointer-events"} or name.startswith("aria-")


def _short(name: str, value: str) -> str:
    if name not in {"d", "transform"}:
        return value
    return FINER_THAN_SEEN.sub(lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), value)


def _without_unseen(element: Element) -> None:
    for child in list(element):
        if child.tag in {"title", "desc"} or child.get("opacity") == "0" or child.get("display") == "none":
            element.remove(child)
        else:
            _without_unseen(child)


def _renamed(element: Element, identifier: str) -> None:
    for name, value in element.attrib.items():
        if name == "id":
            element.set(name, f"{identifier}-{value}")
        elif name == "href":
            element.set(name, f"#{identifier}-{value[1:]}")
        else:
            element.set(name, ID_WITHIN.sub(rf"url(#{identifier}-\1)", value))


def _said(tag: str, words: str, identifier: str) -> Element:
    element = Element(tag, {"id": f"{identifier}-{tag}"})
    element.text = words
    return element


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]


def _written(root: Element) -> str:
    return ElementTree.tostring(root, encoding="unicode")
