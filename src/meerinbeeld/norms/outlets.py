# SPDX-License-Identifier: EUPL-1.2
"""Where people can turn to, and the route card that tells who hears what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from meerinbeeld.norms.language import pick
from meerinbeeld.norms.refs import NormRef
from meerinbeeld.norms.routes import Route
from meerinbeeld.norms.schema import Fields

LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A desk or a line. ``phone`` is empty where the municipality must fill in its own.

    ``targets``: the route targets it stands for. ``region`` None: the whole country.
    ``told``: what happens with what one says there, and who hears it.
    """

    key: str
    name_nl: str
    name_en: str
    phone: str
    phone_abroad: str
    hours_nl: str
    hours_en: str
    for_whom_nl: str
    for_whom_en: str
    told_nl: str
    told_en: str
    targets: tuple[str, ...]
    organisation_kind: str
    region: str | None
    municipalities: tuple[str, ...]
    anonymous: bool
    public: bool
    norm: NormRef

    @property
    def name(self) -> str:
        return pick(self.name_nl, self.name_en)

    @property
    def hours(self) -> str:
        return pick(self.hours_nl, self.hours_en)

    @property
    def for_whom(self) -> str:
        return pick(self.for_whom_nl, self.for_whom_en)

    @property
    def told(self) -> str:
        return pick(self.told_nl, self.told_en)

    @property
    def phone_link(self) -> str:
        """The number for a ``tel:`` link."""
        return self.phone.replace("-", "").replace(" ", "")

    def serves(self, municipality: str, region: str | None) -> bool:
        if self.municipalities:
            return municipality in self.municipalities
        return self.region in (None, region)


@dataclass(frozen=True, slots=True)
class CardLine:
    """In this case, turn to these outlets."""

    target: str
    when_nl: str
    when_en: str
    outlets: tuple[Outlet, ...]

    @property
    def when(self) -> str:
        return pick(self.when_nl, self.when_en)


@dataclass(frozen=True, slots=True)
class RouteCard:
    """Who to turn to in one municipality, and what is told to whom. Reading it reports nothing."""

    municipality: str
    municipality_name: str
    region: str | None
    title_nl: str
    title_en: str
    intro_nl: str
    intro_en: str
    danger: Outlet
    lines: tuple[CardLine, ...]
    norm: NormRef

    @property
    def title(self) -> str:
        return pick(self.title_nl, self.title_en)

    @property
    def intro(self) -> str:
        return pick(self.intro_nl, self.intro_en)


def outlet_of(fields: Fields) -> Outlet:
    name, hours = fields.pair("name"), fields.pair("hours")
    for_whom, told = fields.pair("for_whom"), fields.pair("told")
    return Outlet(
        fields.entry.key,
        *name,
        fields.text("phone", required=False),
        fields.text("phone_abroad", required=False),
        *hours,
        *for_whom,
        *told,
        targets=fields.words("targets"),
        organisation_kind=fields.text("organisation_kind"),
        region=fields.text("region", required=False) or None,
        municipalities=fields.words("municipalities"),
        anonymous=fields.flag("anonymous"),
        public=fields.flag("public", default=True),
        norm=fields.norm("outlet."),
    )


def serving(
    outlets: Iterable[Outlet], municipality: str, region: str | None, on: date
) -> list[Outlet]:
    """The outlets of that day for that municipality; those nearest to it stand first."""
    found = [o for o in outlets if o.norm.holds(on) and o.serves(municipality, region)]
    return sorted(found, key=lambda o: (o.key != "emergency", not o.municipalities, not o.region))


def card(
    route: Route, found: Iterable[Outlet], municipality: str, name: str, region: str | None
) -> RouteCard:
    """The card of one municipality from its route and its outlets.

    A step names outlets by key; the word ``local`` stands for what the municipality or region
    itself has for that target. Raises LookupError when there is no emergency number, which the
    loader prevents.
    """
    every = tuple(found)
    by_key = {outlet.key: outlet for outlet in every}
    lines = tuple(
        CardLine(step.target, step.when_nl, step.when_en, _named(step.outlets, step.target, every))
        for step in route.steps
    )
    return RouteCard(
        municipality,
        name,
        region,
        route.label_nl,
        route.label_en,
        route.help_nl,
        route.help_en,
        by_key["emergency"],
        tuple(line for line in lines if line.outlets),
        route.norm,
    )


def _named(keys: tuple[str, ...], target: str, every: tuple[Outlet, ...]) -> tuple[Outlet, ...]:
    named: list[Outlet] = []
    for key in keys:
        for outlet in every:
            local = key == LOCAL and (outlet.municipalities or outlet.region)
            if outlet not in named and (outlet.key == key or (local and target in outlet.targets)):
                named.append(outlet)
    return tuple(named)
