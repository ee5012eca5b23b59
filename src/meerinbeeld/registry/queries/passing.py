# SPDX-License-Identifier: EUPL-1.2
"""Where each notification stands on its way to the national register, within the actor's reach."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.access import Actor, Verb
from meerinbeeld.registry.models import Notification, Passing, Sending
from meerinbeeld.registry.queries import listing, words
from meerinbeeld.registry.queries.scope import InHand, in_hand, visible
from meerinbeeld.registry.rules import passing as rules

Content = Sending.Content


def passings(actor: Actor, verb: str = Verb.LIST) -> QuerySet[Passing]:
    """In reach, the longest waiting first. Raises `Refused`."""
    rows = Passing.objects.filter(notification__in=visible(actor, verb))
    return rows.select_related("notification__organisation").order_by("since", "pk")


def with_sendings(rows: QuerySet[Passing]) -> QuerySet[Passing]:
    """With all that `content_of`, `missing_of` and `is_changed` read."""
    return rows.prefetch_related("sendings", "notification__forms")


def standing(passing: Passing) -> list[Sending]:
    """What was sent and not taken back, the oldest first."""
    return [one for one in passing.sendings.all() if one.taken_back_at is None]


def stands_there(passing: Passing) -> bool:
    """Whether the centre has the person: sent with details and neither refused nor removed."""
    for one in reversed(standing(passing)):
        if one.content == Content.DETAILS and one.answer != rules.REFUSED:
            return True
        if one.content == Content.WITHDRAWAL and one.answer == rules.REMOVED:
            return False
    return False


def is_withdrawal(passing: Passing) -> bool:
    """Whether it goes out to be removed there."""
    code = norms.codelist("passing_reason").get(passing.reason) if passing.reason else None
    return passing.state != rules.STOPPED and bool(code and code.extra.get("ends"))


def content_of(passing: Passing) -> str:
    """What leaves when it is sent now: see `rules.content_of`."""
    grounded = passing.notification.rests_on != Notification.Rest.NONE
    fell_away = not grounded and stands_there(passing)
    ending = is_withdrawal(passing) or fell_away
    return rules.content_of(rests_on_ground=grounded, has_ending=ending)


def missing_of(passing: Passing) -> list[str]:
    """Which national fields nobody filled in; a count and a removal miss nothing."""
    if content_of(passing) != rules.DETAILS:
        return []
    return listing.lacking(passing.notification)


def blocks_of(passing: Passing) -> list[str]:
    """What stands against sending it: see `rules.blocks`."""
    row = passing.notification
    kind = norms.codelist("registry_kind").get(passing.kind)
    dossier = rules.Dossier(
        content=content_of(passing),
        asks_shelter=bool(kind and kind.extra.get("asks_shelter")),
        has_consent=row.rests_on == Notification.Rest.CONSENT,
        is_destroyed=row.destroyed_at is not None,
        missing=missing_of(passing),
    )
    return rules.blocks(dossier)


def block_words(passing: Passing, against: Iterable[str]) -> list[str]:
    """The same as sentences that say what to do."""
    said = {
        rules.DESTROYED: _("This notification was destroyed."),
        rules.NO_CONSENT: _("A place is only asked for somebody who consents. Ask the person."),
        rules.INCOMPLETE: _("Still missing: %(fields)s.") % {"fields": missing_words(passing)},
    }
    return [said[one] for one in against]


def missing_words(passing: Passing) -> str:
    """The fields that are missing, as the screen calls them."""
    return ", ".join(words.field_label(name).lower() for name in missing_of(passing))


def is_changed(passing: Passing) -> bool:
    """Whether the notification is another version than was sent."""
    sent = standing(passing)
    return bool(sent) and sent[-1].version != passing.notification.version


def _asking_shelter() -> list[str]:
    codes = norms.codelist("registry_kind").codes
    return [code.value for code in codes if code.extra.get("asks_shelter")]


def complete() -> Q:
    """As `blocks_of`, in the database: nothing stands against these."""
    consents = ~Q(kind__in=_asking_shelter()) | Q(notification__rests_on=Notification.Rest.CONSENT)
    unnamed = Q(notification__rests_on=Notification.Rest.NONE)
    lacking = Notification.objects.filter(listing.lacks_something())
    whole = ~Q(notification__in=lacking)
    return Q(notification__destroyed_at=None) & (unnamed | (whole & consents))


def releasable(actor: Actor) -> QuerySet[Passing]:
    """What can be made ready at once: whole, and nobody said why it waits."""
    return passings(actor, Verb.SHARE).filter(complete(), state=rules.WAITS, reason="")


def changed_after_sending() -> Q:
    """Sent or answered, and the notification is another version since."""
    last = Sending.objects.filter(passing=OuterRef("pk"), taken_back_at=None).order_by("-at")
    sent = Passing.objects.annotate(sent_version=Subquery(last.values("version")[:1]))
    ids = sent.filter(
        ~Q(sent_version=F("notification__version")),
        sent_version__isnull=False,
        state__in=(rules.SENT, rules.ANSWERED),
    )
    return Q(pk__in=ids.values("pk"))


def state_words(passing: Passing, *, whole: bool = True) -> str:
    """How it stands, in words; see `answer_words` for `whole`."""
    if passing.state == rules.ANSWERED:
        sent = standing(passing)
        if sent and sent[-1].content == Content.COUNT:
            return _("counted")
        if sent and sent[-1].answer:
            return answer_words(sent[-1].answer, whole=whole)
    if passing.state in (rules.WAITS, rules.READY) and content_of(passing) == rules.WITHDRAWAL:
        return _("to be removed")
    return str(passing.get_state_display())


def answer_words(answer: str, *, whole: bool) -> str:
    """An answer of the centre. Only who keeps the register (`whole`) reads that somebody was known
    already: to others it would say that another organisation told of this person."""
    if not whole and answer in (rules.REGISTERED, rules.KNOWN):
        return _("taken up")
    return norms.codelist("passing_answer").label(answer)


def reason_words(passing: Passing) -> str:
    """Why it waits or ended; empty when nobody said so."""
    return norms.codelist("passing_reason").label(passing.reason) if passing.reason else ""


def one(actor: Actor, verb: str, reference: str) -> tuple[InHand, Passing]:
    """One passing with all that was sent of it. Raises `NotInReach` or `Refused`."""
    hand = in_hand(actor, verb, reference)
    row = with_sendings(Passing.objects.filter(notification=hand.notification))
    return hand, row.select_related("notification__organisation", "notification__victim").get()
