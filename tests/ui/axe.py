# SPDX-License-Identifier: EUPL-1.2
"""``check(page)``: a page keeps WCAG 2.2 AA as far as axe-core sees, and has no sideways scroll."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
#: What is right on the page is not told: on a long page that is megabytes.
RUN = """rules => axe
    .run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
    .then(found => found.violations)"""
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


def _described(violation: dict[str, Any]) -> str:
    places = "; ".join(
        f"{node['html'][:160]} ({(node['failureSummary'] or '').splitlines()[-1].strip()})"
        for node in violation["nodes"][:3]
    )
    return f"{violation['id']}: {violation['help']}: {places}"


def violations(page: Any) -> list[str]:
    """What axe finds on the page as it stands now.

    The script goes in through the debugger and not through a tag, so that the page's own content
    security policy stays in force.
    """
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [_described(violation) for violation in page.evaluate(RUN, RULES)]


def scrolls_sideways(page: Any) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def check(page: Any) -> None:
    """Fails with a list of what is wrong on the page as it stands."""
    assert violations(page) == []
    assert not scrolls_sideways(page), f"{page.url} scrolls sideways"


def check_both_sizes(page: Any) -> None:
    """The same on a small phone and on a desk, without loading the page again."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        check(page)


def check_pages(page: Any, addresses: Iterable[str], prefix: str = "") -> None:
    """Open each page and check it at both sizes; none of them may complain."""
    for address in addresses:
        answer = page.goto(prefix + address)
        assert answer.status == 200, address
        check_both_sizes(page)
    assert page.complaints == []
