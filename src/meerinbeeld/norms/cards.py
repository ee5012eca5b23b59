# SPDX-License-Identifier: EUPL-1.2
"""Indicator cards: an aid to a conversation, never a score."""

from __future__ import annotations

from dataclasses import dataclass

from meerinbeeld.norms.language import pick
from meerinbeeld.norms.refs import Code, NormRef
from meerinbeeld.norms.schema import Fields


@dataclass(frozen=True, slots=True)
class CardText:
    """Title and words of one card; ``group`` names the indicators that it holds."""

    group: str
    title_nl: str
    title_en: str
    intro_nl: str
    intro_en: str
    caution_nl: str
    caution_en: str
    next_nl: str
    next_en: str
    forms: tuple[str, ...]
    norm: NormRef


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """What to look for and talk about with one form of exploitation in mind.

    ``caution`` belongs on the screen with the card: combinations count, absence proves nothing.
    """

    text: CardText
    indicators: tuple[Code, ...]

    @property
    def group(self) -> str:
        return self.text.group

    @property
    def title(self) -> str:
        return pick(self.text.title_nl, self.text.title_en)

    @property
    def intro(self) -> str:
        return pick(self.text.intro_nl, self.text.intro_en)

    @property
    def caution(self) -> str:
        return pick(self.text.caution_nl, self.text.caution_en)

    @property
    def next(self) -> str:
        """What to do when one is worried."""
        return pick(self.text.next_nl, self.text.next_en)


@dataclass(frozen=True, slots=True)
class Observation:
    """An indicator as a member of the public can tick it: something that one can see or tell."""

    value: str
    label_nl: str
    label_en: str

    @property
    def label(self) -> str:
        return pick(self.label_nl, self.label_en)


def card_text_of(fields: Fields) -> CardText:
    return CardText(
        fields.entry.key,
        *fields.pair("title"),
        *fields.pair("intro"),
        *fields.pair("caution"),
        *fields.pair("next"),
        forms=fields.words("forms"),
        norm=fields.norm("card."),
    )


def observation(code: Code, subject_kind: str) -> Observation | None:
    """The public wording of an indicator for a report about a person, a place or oneself.

    ``None`` when the indicator is not one of the short public set for that subject.
    """
    if subject_kind not in code.extra.get("public", ()):
        return None
    own = code.extra.get("self") if subject_kind == "self" else code.extra.get("plain")
    words = own or {"nl": code.label_nl, "en": code.label_en}
    return Observation(code.value, words["nl"], words["en"])
