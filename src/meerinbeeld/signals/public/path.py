# SPDX-License-Identifier: EUPL-1.2
"""The order of the questions for one report, and what all answers together say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from meerinbeeld.signals.public.drafts import Content
from meerinbeeld.signals.public.envelope import Answers, Contact, People, Place
from meerinbeeld.signals.public.questions import (
    BY_SLUG,
    CALL,
    CHECK,
    FIRST,
    QUESTIONS,
    WITH_CONTACT,
    Certainty,
    ContactQuestion,
    DangerNow,
    FilesQuestion,
    Question,
    Seen,
    Subject,
    When,
    Where,
    Who,
)

#: Of every question, also of those that this reporter does not get: another window may show one.
PLACE: Final = {asked.slug: place for place, asked in enumerate(QUESTIONS)}


@dataclass(frozen=True)
class Path:
    """Where a reporter is among the questions that they get."""

    subject: str
    danger: bool

    @classmethod
    def of(cls, content: Content) -> Path:
        return cls(
            content.answer(Subject.slug, "subject_kind"),
            content.answer(DangerNow.slug, "danger") == "yes",
        )

    @property
    def slugs(self) -> tuple[str, ...]:
        """Who reports about themselves is not asked how they know."""
        skipped = {Certainty.slug} if self.subject == "self" else set()
        return tuple(asked.slug for asked in QUESTIONS if asked.slug not in skipped)

    def number(self, slug: str) -> int:
        return self.slugs.index(slug) + 1

    def after(self, slug: str) -> str:
        if slug == FIRST and self.danger:
            return CALL
        if slug == CALL:
            return self.slugs[1]
        return next((asked for asked in self.slugs if PLACE[asked] > PLACE[slug]), CHECK)

    def before(self, slug: str) -> str:
        """The page before, or "" at the first one."""
        if slug == CHECK:
            return self.slugs[-1]
        if slug == CALL:
            return FIRST
        return next((asked for asked in self.slugs[::-1] if PLACE[asked] < PLACE[slug]), "")


def form_of(slug: str, content: Content, path: Path, *, check: bool = False) -> Question:
    """The form of a question with what was typed. With `check` also when nothing was typed."""
    typed = content.typed.get(slug)
    return BY_SLUG[slug](typed if typed is not None or not check else {}, path.subject)


def unanswered(content: Content) -> str:
    """The first question whose answer is not right yet, or ""."""
    path = Path.of(content)
    for slug in path.slugs:
        if slug != FilesQuestion.slug and not form_of(slug, content, path, check=True).is_valid():
            return slug
    return ""


def answers_of(content: Content) -> Answers:
    """All answers. Raises `ValueError` when a question is not answered well."""
    path = Path.of(content)
    given = {}
    for slug in path.slugs:
        form = form_of(slug, content, path, check=True)
        if slug != FilesQuestion.slug and not form.is_valid():
            raise ValueError(slug)
        given[slug] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    who, contact = given[Who.slug], given[ContactQuestion.slug]
    sure = given.get(Certainty.slug, {})
    own = "victim_self" if path.subject == "self" else "anonymous"
    return Answers(
        subject_kind=given[Subject.slug]["subject_kind"],
        danger=given[DangerNow.slug]["danger"] == "yes",
        indicators=tuple(given[Seen.slug]["indicators"]),
        story=given[Seen.slug]["story"],
        when=given[When.slug]["when"],
        place=Place(given[Where.slug]["municipality"] or None, given[Where.slug]["detail"]),
        people=People(**who),
        how_sure=sure.get("how_sure", ""),
        reporter_kind=sure.get("reporter_kind") or own,
        contact=Contact(wanted=contact["channel"] in WITH_CONTACT, **contact),
    )
