# SPDX-License-Identifier: EUPL-1.2
"""Writes docs/reference/norms.md: every list, code, term and route with its dates and source.

``python -m meerinbeeld.norms.reference docs/reference/norms.md`` writes it; with ``--check`` it
only tells whether the page is in step. The page shows the package's own norms, without an overlay.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from meerinbeeld.norms.outlets import Outlet
from meerinbeeld.norms.refs import Code, NormRef
from meerinbeeld.norms.routes import Route, Rule, When
from meerinbeeld.norms.store import Norms, load
from meerinbeeld.norms.terms import Term

HEAD = """# Norms: every list, code, term, route and desk

<!-- Made by `python -m meerinbeeld.norms.reference docs/reference/norms.md`; not by hand. -->

The rules of the work are data, in `src/meerinbeeld/norms/data/*.yaml`. Each has a first day, a last
day (or none) and a source. A decision stores the norm that it was made under as `key@version`, so
that an old case keeps its norm. How a region changes norms stands in
[Change norms for your region](../how-to/change-norms.md).

- **from … to**: the days on which it holds. *pending*: announced and not in force; it is not
  offered until a region opens it.
- **check**: the source must still be verified. Nothing that says so may be taken as the law.
"""


def page(norms: Norms) -> str:
    """The whole page as Markdown."""
    marked = [ref for ref in norms.refs() if ref.verify]
    total = sum(1 for _ in norms.refs())
    parts = [
        HEAD,
        f"{total} norms, of which {len(marked)} must still be checked.\n",
        _terms(norms.terms),
        _routes(norms.routes),
        _outlets(norms.outlets),
        "## Regions\n",
        *(f"- **{r.label_en}**: {', '.join(r.municipalities.values())}.\n" for r in norms.regions),
        "## Code lists\n",
        *(_codes(name, norms) for name in sorted(norms.codes)),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, ("---",) * len(head), *(tuple(row) for row in rows)]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _dates(ref: NormRef) -> str:
    if ref.pending:
        return "pending"
    until = f" to {ref.valid_to}" if ref.valid_to else ""
    return f"{ref.valid_from}{until}"


def _source(ref: NormRef) -> str:
    return f"{ref.source_en} **(check)**" if ref.verify else ref.source_en


def _extra(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {_extra(v)}" for k, v in value.items())
    if isinstance(value, tuple):
        return " ".join(map(_extra, value)) or "-"
    return {None: "-", True: "yes", False: "no"}.get(value, str(value))


def _terms(terms: Mapping[str, tuple[Term, ...]]) -> str:
    rows = (
        (
            f"`{name}`",
            f"{term.amount} {term.unit.replace('_', ' ')}",
            f"{term.label_nl} / {term.label_en}",
            term.help_en,
            _dates(term.norm),
            _source(term.norm),
        )
        for name, versions in terms.items()
        for term in versions
    )
    head = ("Term", "Length", "Nederlands / English", "Meaning", "From … to", "Source")
    return "## Terms\n\n" + _table(head, rows)


def _routes(routes: Iterable[Route]) -> str:
    parts = ["## Reporting routes\n"]
    for route in routes:
        parts.append(f"### {route.label_en} (`{route.norm}`)\n")
        parts.append(f"{route.label_nl}. From {_dates(route.norm)}. {_source(route.norm)}.\n")
        rows = (_rule(number, rule) for number, rule in enumerate(route.rules, start=1))
        parts.append(_table(("", "When", "Turn to", "Strength", "Because"), rows))
    return "\n".join(parts)


def _rule(number: int, rule: Rule) -> tuple[str, ...]:
    because = " ".join(f"`{code}`" for code in rule.because)
    return str(number), _when(rule.when), f"`{rule.target}`", rule.strength, because


def _when(when: When) -> str:
    said = ["danger now"] if when.danger else []
    if when.subject:
        said.append("about " + " or ".join(when.subject))
    for name, values in (("minor", when.minor), ("identifiable", when.identifiable)):
        if values:
            words = {True: "yes", False: "no", None: "unknown"}
            said.append(f"{name}: " + " or ".join(words[value] for value in values))
    if when.forms:
        said.append("any of: " + " ".join(f"`{form}`" for form in sorted(when.forms)))
    if when.no_forms:
        said.append("no form known")
    return "; ".join(said) or "always"


def _outlets(outlets: Iterable[Outlet]) -> str:
    rows = (
        (
            f"`{outlet.key}`",
            f"{outlet.name_nl} / {outlet.name_en}",
            outlet.phone or "-",
            outlet.hours_en,
            outlet.for_whom_en,
            " ".join(f"`{target}`" for target in outlet.targets),
            outlet.region or "everywhere",
            _dates(outlet.norm),
            _source(outlet.norm),
        )
        for outlet in outlets
    )
    head = ("Desk", "Name", "Phone", "Hours", "For whom", "Stands for", "Where", "From", "Source")
    return "## Desks\n\n" + _table(head, rows)


def _codes(name: str, norms: Norms) -> str:
    nl, en = norms.titles[name]
    head = ("Code", "Nederlands", "English", "More", "From … to", "Source")
    return f"### {en} (`{name}`)\n\n{nl}.\n\n" + _table(head, map(_code, norms.codes[name]))


def _code(code: Code) -> tuple[str, ...]:
    more = "; ".join(
        f"{key}: {_extra(value)}"
        for key, value in code.extra.items()
        if not isinstance(value, Mapping) and not key.endswith(("_nl", "_en"))
    )
    return (
        f"`{code.value}`",
        code.label_nl,
        code.label_en,
        more or "-",
        _dates(code.norm),
        _source(code.norm),
    )


def main(arguments: list[str]) -> int:
    """Write or check the page. Returns 1 when ``--check`` finds it out of step."""
    paths = [Path(word) for word in arguments if not word.startswith("-")]
    if len(paths) != 1:
        print("Give the path of the page: docs/reference/norms.md", file=sys.stderr)
        return 2
    text = page(load())
    if "--check" not in arguments:
        paths[0].write_text(text, encoding="utf-8")
        return 0
    if paths[0].is_file() and paths[0].read_text(encoding="utf-8") == text:
        return 0
    print(f"{paths[0]} is out of step. Make it again without --check.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
