"""The drawn tree as a part of a style sheet: masks through which a page's own text colour and the accent are seen.

An SVG in the page would leave its words behind where a host unwraps the elements that it does not know, and one in a
picture of its own would not have the colour of the page.
"""

from __future__ import annotations

import re
from base64 import b64encode
from xml.etree import ElementTree as ET

from o1magic.render.parts import ACCENT

DRAWN = ".drawn"
"""The element that is drawn in."""

_LAYER = "content:'';position:absolute;inset:0;print-color-adjust:exact"
_LOOKS = dict.fromkeys(
    ("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-dasharray", "opacity", "text-anchor"), ""
) | dict.fromkeys(("stroke-width", "height", "rx"), "px")
"""Attributes that a style can say as well, with the unit that it needs."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def picture(drawing: str) -> str:
    """Return the rules that draw an SVG of `drawing.svg`; none on a narrow page, where the outline is enough."""
    width, height = re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawing)[0]
    return (
        f"{DRAWN}{{position:relative;max-width:{width}px;aspect-ratio:{width}/{height};margin:8px 0}}"
        f"{DRAWN}::before{{{_LAYER};background:{ACCENT};mask:{_mask(drawing, accent=True)}}}"
        f"{DRAWN}::after{{{_LAYER};background:currentColor;mask:{_mask(drawing, accent=False)}}}"
        f"@media(max-width:560px){{{DRAWN}{{display:none}}}}"
    )


def _mask(drawing: str, *, accent: bool) -> str:
    """Return what is drawn in the accent, or all else, as an image of which the opacity counts."""
    # Groups without a look of their own are only there for the words that a pointer finds.
    drawing = _NOT_XML.sub("\ufffd", re.sub(r"<g>(.*?)</g>", r"\1", drawing))
    root = ET.fromstring(drawing)  # noqa: S314 - ours, without declarations
    _keep_layer(root, accent=accent, inherited=False)
    looks: dict[str, str] = {}
    for element in root.iter():
        # Most nodes look alike: what they share is said once.
        said = [f"{name}:{element.attrib.pop(name)}{unit}" for name, unit in _LOOKS.items() if name in element.attrib]
        if said:
            element.set("class", looks.setdefault(";".join(said), f"a{len(looks)}"))
    style = ET.SubElement(root, "style")
    style.text = "".join(f".{name}{{{look}}}" for look, name in looks.items())
    style.text += f"svg{{font:{root.attrib['font-size']}px system-ui,sans-serif}}"
    root.attrib = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": root.attrib["viewBox"]}
    image = ET.tostring(root, encoding="unicode").replace(" />", "/>")
    return f"url(data:image/svg+xml;base64,{b64encode(image.encode()).decode()}) 0 0/100% 100%"


def _keep_layer(parent: ET.Element, *, accent: bool, inherited: bool) -> None:
    """Remove shapes and words of the other layer, descriptions, and groups with nothing left in them."""
    for element in list(parent):
        coloured = inherited or ACCENT in element.attrib.values()
        _keep_layer(element, accent=accent, inherited=coloured)
        match element.tag:
            case "title" | "desc":
                parent.remove(element)
            case "g" if len(element) == 0:
                parent.remove(element)
            case "rect" | "path" | "text" if coloured != accent:
                parent.remove(element)
