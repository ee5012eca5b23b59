# SPDX-License-Identifier: EUPL-1.2
"""The pages that `bench/office.py` measures: who asks, and what for which sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

#: How many pages are looked at to count queries: of a list one is enough, signals differ.
COUNTED: Final = 24
#: How many of a kind are opened in turn.
SAMPLED: Final = 180
#: What to send: a path, and what is posted with it when something is.
Request = tuple[str, dict[str, str] | None]


@dataclass(frozen=True)
class Page:
    """One row: who asks, and what for which sample; None when there are no more."""

    who: str
    request: Callable[[int], Request | None]
    counted: int = 1


PEOPLE: Final = {
    "officer": "aandachtsfunctionaris",
    "coordinator": "zorgcoordinator",
    "reporter": "melder",
    "privacy": "privacy",
    "shelter": "opvang",
    "lead": "kwartiermaker",
    "council": "raad",
}
#: As the addresses of the inbox have them.
FILTERS: Final = {
    "inbox": "",
    "new": "wat=new",
    "late": "wat=late",
    "feedback due": "wat=feedback",
    "with others": "wat=elsewhere",
    "a common form": "vorm=sexual_exploitation",
    "a rare form": "vorm=forced_marriage",
    "a form that nobody has": "vorm=organ_removal",
    "a phase": "fase=routed",
    "closed": "fase=closed",
    "nobody has it": "wie=nobody",
    "page 2": "page=2",
    "last page": "page=40",
    "last page, closed": "fase=closed&page=40",
}


def all_pages() -> dict[str, Page]:
    from django.urls import reverse

    work, own, notices = reverse("work"), reverse("own"), reverse("notices")
    pages = {
        f"officer: {name}": get("officer", f"{work}?{query}") for name, query in FILTERS.items()
    }
    # the tiles are those of an owner; a coordinator works on what others put before the desk
    theirs = ("inbox", "a common form", "a phase", "closed", "page 2", "last page")
    shown = {name: FILTERS[name] for name in theirs} | {"a municipality": "gemeente=GM0193"}
    pages |= {
        f"coordinator: {name}": get("coordinator", f"{work}?{q}") for name, q in shown.items()
    }
    pages |= searches()
    pages |= signal_pages()
    pages["reporter: own signals"] = get("reporter", own)
    pages["reporter: own signals, page 2"] = get("reporter", f"{own}?page=2")
    pages["officer: notices"] = get("officer", notices)
    desk, log, keep = reverse("oversight"), reverse("journal"), reverse("retention")
    pages["privacy officer: desk"] = get("privacy", desk)
    pages["privacy officer: journal"] = get("privacy", log)
    pages["privacy officer: journal, page 2"] = get("privacy", f"{log}?page=2")
    pages["privacy officer: journal, last page"] = get("privacy", f"{log}?page=last")
    pages["privacy officer: retention"] = get("privacy", keep)
    pages |= case_pages()
    pages |= figure_pages()
    return pages


#: As the addresses of the caseload have them: the screen of a care coordinator.
CASELOAD: Final = {
    "caseload": "",
    "caseload, page 2": "page=2",
    "caseload, a phase": "fase=helping",
    "caseload, a municipality": "gemeente=GM0193",
}


def case_pages() -> dict[str, Page]:
    """The help to persons: the caseload, a case on each of its pages, the bed board."""
    from django.urls import reverse

    from meerinbeeld.care.models import Case

    load, beds = reverse("caseload"), reverse("bed_board")
    pages = {
        f"coordinator: {name}": get("coordinator", f"{load}?{query}")
        for name, query in CASELOAD.items()
    }
    pages["coordinator: bed board"] = get("coordinator", beds)
    pages["shelter: bed board"] = get("shelter", beds)
    ours = Case.objects.filter(owner__slug="veilig-thuis", phase="helping")
    ours = ours.order_by("-received_at", "id")
    for tab in ("overview", "detect", "protect", "prosecute", "compensate"):
        request = each_case(ours, tab)
        pages[f"coordinator: a case, {tab}"] = Page("coordinator", request, COUNTED)
    return pages


def each_case(cases: Any, tab: str) -> Callable[[int], Request | None]:
    """Another case each time."""
    from django.urls import reverse

    found = fullest_last(cases)
    where = {} if tab == "overview" else {"tab": tab}
    name = "case_tab" if where else "case"
    return among(found, lambda reference: reverse(name, kwargs={"case": reference, **where}))


def figure_pages() -> dict[str, Page]:
    """The monitor: screens of roles, pages of goals, one indicator set side by side."""
    from django.urls import reverse

    screen, hidden = reverse("figures"), reverse("figures_hidden")
    pages = {
        f"figures: screen of the {who}": get(who, screen)
        for who in ("officer", "coordinator", "lead", "council")
    }
    for goal, who in (("signals", "officer"), ("care", "coordinator"), ("registry", "coordinator")):
        pages[f"figures: {goal}, exact"] = get(who, reverse("figures_goal", args=[goal]))
        pages[f"figures: {goal}, protected"] = get("council", reverse("figures_goal", args=[goal]))
    for by in ("period", "municipality", "form", "group"):
        pages[f"figures: cases in phases by {by}"] = get(
            "coordinator", f"{reverse('figure', args=['cases-phase'])}?per={by}"
        )
    pages["figures: reporters by year, protected"] = get(
        "council", f"{reverse('figure', args=['signals-reporter'])}?per=period"
    )
    pages["figures: what was hidden"] = get("council", hidden)
    return pages


def get(who: str, path: str) -> Page:
    return Page(who, lambda number: (path, None))


def searches() -> dict[str, Page]:
    """Searching for what signals of the officer's own municipality hold."""
    from django.urls import reverse
    from django.utils import timezone

    from meerinbeeld.signals.models import Signal

    path = reverse("search")
    mine = Signal.objects.filter(owner__slug="gemeente-zwolle").order_by("-received_at", "id")
    words = {
        "reference": list(mine.values_list("reference", flat=True)[:100]),
        "year": [f"{timezone.localdate().year}"],
        "municipality": ["Zwolle"],
        **{kind: texts(kind) for kind in ("plate", "phone", "person_name", "place_detail")},
    }
    return {
        f"{who}: search by {kind.replace('_', ' ')}": Page(who, posting(path, found), COUNTED)
        for who in ("officer", "coordinator")
        for kind, found in words.items()
    }


def posting(path: str, words: list[str]) -> Callable[[int], Request | None]:
    return lambda number: (path, {"wanted": words[number % len(words)]})


def texts(kind: str) -> list[str]:
    """What the newest details of a kind say, as a person would type it."""
    from meerinbeeld import vault
    from meerinbeeld.signals.models import Item

    rows = Item.objects.filter(kind=kind, signal__owner__slug="gemeente-zwolle")
    rows = rows.select_related("signal").order_by("-at", "id")[:60]
    with vault.unlocked_many([row.signal.dossier for row in rows]) as boxes:
        return sorted({boxes[row.signal.dossier].text(row, "value") for row in rows})


def signal_pages() -> dict[str, Page]:
    from meerinbeeld.signals.models import Signal

    mine = Signal.objects.filter(owner__slug="gemeente-zwolle").order_by("-received_at", "id")
    opened_before = mine.exclude(first_opened_at=None).exclude(phase="closed")
    theirs = Signal.objects.filter(involvements__organisation__slug="veilig-thuis")
    theirs = theirs.order_by("-received_at", "id")
    kinds = {
        "officer: a signal, first opening": each_once(mine.filter(first_opened_at=None)),
        "officer: a signal, later": each_once(opened_before),
        "officer: a closed signal": each_once(mine.filter(phase="closed")),
        "officer: messages with the reporter": each_once(opened_before, "?voor=reporter"),
        "officer: a signal on paper": each_once(opened_before, "afdruk/"),
        "coordinator: a signal of others": each_once(theirs),
    }
    return {name: Page(name.partition(":")[0], request, COUNTED) for name, request in kinds.items()}


def each_once(signals: Any, after: str = "") -> Callable[[int], Request | None]:
    """Another signal each time."""
    from django.urls import reverse

    found = fullest_last(signals)
    return among(found, lambda reference: reverse("signal", args=[reference]) + after)


def fullest_last(rows: Any) -> list[str]:
    """The newest ones; last, to count queries, those on which most happened. A page asks more when
    there is more to show, so that few and many are compared by pages that show everything.
    """
    from django.db.models import Count

    newest = rows.values_list("id", flat=True)[: 10 * SAMPLED]
    model = rows.model.objects.filter(pk__in=list(newest)).alias(steps_taken=Count("steps"))
    fullest = list(model.order_by("-steps_taken", "id").values_list("reference", flat=True))[
        :COUNTED
    ]
    others = rows.exclude(reference__in=fullest).values_list("reference", flat=True)
    return [*others[:SAMPLED], *fullest]


def among(found: list[str], path: Callable[[str], str]) -> Callable[[int], Request | None]:
    """One of these for each sample; those at the end of the list are for counting queries."""

    def request(number: int) -> Request | None:
        if not -len(found) <= number < max(1, len(found) - COUNTED):
            return None
        return path(found[number]), None

    return request
