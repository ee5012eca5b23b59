# SPDX-License-Identifier: EUPL-1.2
"""Where a signal goes: the rules of a region's reporting route, applied to what is known.

The advice is a pure function of a few facts. None of those facts is a criminal complaint
(aangifte), so no rule can make help wait for one. A person decides; the advice says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, cast

from meerinbeeld.norms.refs import CodeList, NormRef
from meerinbeeld.norms.schema import Fields

Strength = Literal["first", "also"]
SUBJECTS = ("person", "place", "self")
STRENGTHS = ("first", "also", "otherwise")
UNKNOWN_FORMS = frozenset({"unknown"})


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What is known of a signal when its route is chosen. ``None`` means: not known."""

    subject_kind: str
    minor: bool | None
    danger: bool
    identifiable: bool | None
    forms: frozenset[str]
    municipality: str
    on: date


@dataclass(frozen=True, slots=True)
class RouteAdvice:
    """One party to turn to, because of what, by which norm.

    Exactly one advice of a list is ``first``, and it stands first; the others go beside it.
    """

    target: str
    because: tuple[str, ...]
    norm: NormRef
    strength: Strength
    targets: CodeList = field(repr=False, compare=False)
    reasons: CodeList = field(repr=False, compare=False)

    @property
    def target_label(self) -> str:
        return self.targets.label(self.target)

    @property
    def because_labels(self) -> tuple[str, ...]:
        """Short, to read in a row: "minderjarig · persoon herkenbaar"."""
        return tuple(self.reasons.label(code) for code in self.because)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each reason as a whole sentence."""
        return tuple(self.reasons.help(code) for code in self.because)


@dataclass(frozen=True, slots=True)
class When:
    """The condition of a rule; ``None`` means: does not matter."""

    danger: bool | None = None
    subject: tuple[str, ...] | None = None
    minor: tuple[bool | None, ...] | None = None
    identifiable: tuple[bool | None, ...] | None = None
    forms: frozenset[str] | None = None
    no_forms: bool = False

    def meets(self, facts: RouteFacts) -> bool:
        forms = facts.forms - UNKNOWN_FORMS
        return (
            self.danger in (None, facts.danger)
            and (self.subject is None or facts.subject_kind in self.subject)
            and (self.minor is None or facts.minor in self.minor)
            and (self.identifiable is None or facts.identifiable in self.identifiable)
            and (self.forms is None or bool(forms & self.forms))
            and not (self.no_forms and forms)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """When this holds, turn to that party."""

    target: str
    strength: str
    because: tuple[str, ...]
    when: When


@dataclass(frozen=True, slots=True)
class CardStep:
    """One line of a route card: in this case, to these outlets, and this is what they hear."""

    target: str
    when_nl: str
    when_en: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The reporting route of a region (or of the country) in one version."""

    region: str | None
    label_nl: str
    label_en: str
    help_nl: str
    help_en: str
    rules: tuple[Rule, ...]
    steps: tuple[CardStep, ...]
    norm: NormRef


def advise(
    facts: RouteFacts, route: Route, targets: CodeList, reasons: CodeList
) -> list[RouteAdvice]:
    """The advice of one route. Never empty: the last rule of a route always holds."""
    chosen: dict[str, list[str]] = {}
    first = ""
    for rule in route.rules:
        if not rule.when.meets(facts) or (rule.strength == "otherwise" and first):
            continue
        if rule.strength != "also" and not first:
            first = rule.target
        because = chosen.setdefault(rule.target, [])
        because.extend(code for code in rule.because if code not in because)
    order = sorted(chosen, key=lambda target: target != first)
    return [
        RouteAdvice(
            target,
            tuple(chosen[target]),
            route.norm,
            "first" if target == first else "also",
            targets,
            reasons,
        )
        for target in order
    ]


def route_of(fields: Fields) -> Route:
    """A route from its entry. A route in which danger is not first, or that can end without
    advice, is refused."""
    texts = fields.texts()
    raw = fields.entry.raw
    rules = tuple(_rule(item, fields) for item in _items(raw.get("rules"), fields, "rules"))
    if not rules or (rules[0].target, rules[0].when) != ("police", When(danger=True)):
        fix = "Begin with: target: police, strength: first, when: {danger: true}."
        fields.wrong("the first rule is not the one for danger.", fix)
    if not rules or rules[-1].strength != "otherwise" or rules[-1].when != When():
        fix = "End with: target: municipality, strength: otherwise, without 'when'."
        fields.wrong("the last rule does not always hold.", fix)
    return Route(
        fields.text("region", required=False) or None,
        texts.label_nl,
        texts.label_en,
        texts.help_nl,
        texts.help_en,
        rules,
        tuple(_step(item, fields) for item in _items(raw.get("card"), fields, "card")),
        fields.norm(""),
    )


def _items(value: Any, fields: Fields, name: str) -> list[Mapping[str, Any]]:
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    fields.wrong(f"'{name}' is not a list of mappings.", "See the routes of the package.")
    return []


def _rule(raw: Mapping[str, Any], fields: Fields) -> Rule:
    strength = raw.get("strength")
    if strength not in STRENGTHS:
        fields.wrong(f"a rule has the strength '{strength}'.", f"Use: {', '.join(STRENGTHS)}.")
    for name in sorted(set(raw) - {"target", "strength", "because", "when"}):
        fields.wrong(
            f"a rule has the unknown field '{name}'.", "Use target, strength, because, when."
        )
    because = raw.get("because") or []
    if not because:
        fields.wrong("a rule gives no reason.", "Write it: because: [minor].")
    return Rule(
        str(raw.get("target")), str(strength), tuple(because), _when(raw.get("when") or {}, fields)
    )


_WHEN = ("danger", "subject", "minor", "identifiable", "forms", "no_forms")


def _when(raw: Mapping[str, Any], fields: Fields) -> When:
    for name in sorted(set(raw) - set(_WHEN)):
        fields.wrong(f"a rule asks for '{name}', which is no fact.", f"Known: {', '.join(_WHEN)}.")
    subject = raw.get("subject")
    if subject is not None and not set(subject) <= set(SUBJECTS):
        fields.wrong(f"a rule has the subject {subject}.", f"Use: {', '.join(SUBJECTS)}.")
    forms = raw.get("forms")
    return When(
        danger=raw.get("danger"),
        subject=None if subject is None else tuple(subject),
        minor=_three_valued(raw.get("minor"), fields),
        identifiable=_three_valued(raw.get("identifiable"), fields),
        forms=None if forms is None else frozenset(forms),
        no_forms=bool(raw.get("no_forms", False)),
    )


def _three_valued(value: Any, fields: Fields) -> tuple[bool | None, ...] | None:
    if value is None:
        return None
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(item, bool) or item == "unknown" for item in values):
        fields.wrong(f"a rule has {value}.", "Use true, false, unknown, or a list of these.")
    return tuple(None if item == "unknown" else cast(bool, item) for item in values)


def _step(raw: Mapping[str, Any], fields: Fields) -> CardStep:
    when = raw.get("when") or {}
    if not isinstance(when, dict) or not {"nl", "en"} <= set(when):
        fields.wrong("a step of the card has no 'when' in nl and en.", "Write both.")
        when = {"nl": "", "en": ""}
    outlets = raw.get("outlets") or []
    return CardStep(str(raw.get("target")), when["nl"], when["en"], tuple(outlets))


def best_route(routes: Iterable[Route], region: str | None, on: date) -> Route:
    """The region's route of that day, else the national one, else the oldest national one.

    Raises LookupError when there is no national route at all, which the loader prevents.
    """
    every = tuple(routes)
    for wanted in (region, None):
        for route in every:
            if route.region == wanted and route.norm.holds(on):
                return route
    national = [route for route in every if route.region is None and not route.norm.pending]
    if not national:
        raise LookupError("There is no national route.")
    return min(national, key=lambda route: abs(route.norm.valid_from - on))
