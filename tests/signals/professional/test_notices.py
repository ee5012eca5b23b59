# SPDX-License-Identifier: EUPL-1.2
"""Notices reach whoever has to know, once, and no mail holds content."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld.access import break_glass
from meerinbeeld.signals.actions import notices
from meerinbeeld.signals.models import Notice, Phase, Signal
from tests.people import Village
from tests.signals.making import SECRET_STORY, make_signal
from tests.signals.office.desk import taken_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def signal(village: Village) -> Signal:
    return make_signal(village.organisations["gemeente-zwolle"], "S-2026-0412")


def told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("person__name", "kind"))


def test_a_new_public_report_is_told_to_who_follows_up_at_the_owner(village: Village) -> None:
    taken_in(village)
    assert told() == {("Anna de Wit", "new_signal")}


def test_a_clock_that_ran_out_is_told_once(signal: Signal) -> None:
    now = timezone.now()
    Signal.objects.filter(pk=signal.pk).update(due_at=now - datetime.timedelta(minutes=1))
    notices.tick_notices()
    notices.tick_notices()
    assert told() == {("Anna de Wit", "late")}
    Notice.objects.update(read_at=now)
    notices.tick_notices()
    assert Notice.objects.filter(kind="late").count() == 1
    # a new clock that runs out is told again
    Signal.objects.filter(pk=signal.pk).update(due_at=now + datetime.timedelta(hours=1))
    Notice.objects.update(at=now - datetime.timedelta(hours=2))
    notices.tell_late(now + datetime.timedelta(hours=2))
    assert Notice.objects.filter(kind="late").count() == 2


def test_a_promise_to_a_reporter_is_told_a_day_before(signal: Signal) -> None:
    now = timezone.now()
    Signal.objects.filter(pk=signal.pk).update(feedback_due_at=now + datetime.timedelta(hours=20))
    assert notices.tell_feedback_due(now) == 1
    assert notices.tell_feedback_due(now) == 0
    Signal.objects.filter(pk=signal.pk).update(feedback_given_at=now)
    Notice.objects.all().delete()
    assert notices.tell_feedback_due(now) == 0


def test_a_closed_signal_is_never_late(village: Village) -> None:
    make_signal(village.organisations["gemeente-zwolle"], "S-2020-0001", phase=Phase.CLOSED)
    notices.tick_notices()
    assert not told()


def test_emergency_access_is_told_at_once(
    village: Village, signal: Signal, actor: Callable[[str], object]
) -> None:
    break_glass.open_now(  # type: ignore[attr-defined]
        actor("bilal"), signal.dossier, "signal", signal.reference, "Levensgevaar nu, echt"
    ) if hasattr(break_glass, "open_now") else notices.tell_of_emergency(
        _broken(village, signal), [village.people["paula"]]
    )
    assert {("Paula Kok", "break_glass"), ("Anna de Wit", "break_glass")} <= told()


def _broken(village: Village, signal: Signal) -> object:
    from meerinbeeld.access.models import BreakGlass

    return BreakGlass(person=village.people["bilal"], dossier=signal.dossier)


def test_the_mail_holds_no_content_and_comes_once(
    village: Village, signal: Signal, settings: object
) -> None:
    from meerinbeeld.signals.actions.telling import tell_owner

    tell_owner(signal, "answer")
    tell_owner(signal, "late")
    now = timezone.now()
    assert notices.mail_waiting(now) == 1
    assert notices.mail_waiting(now) == 0
    notices.mail_that_something_waits.call(str(village.people["anna"].id))
    sent = mail.outbox[-1]
    assert sent.to == ["anna@example.org"]
    text = sent.subject + sent.body
    assert "Er wacht iets op u" in text
    for secret in (signal.reference, SECRET_STORY, "late", "Zwolle"):
        assert secret not in text
    # within a quarter of an hour nothing more
    tell_owner(signal, "break_glass")
    assert notices.mail_waiting(now + datetime.timedelta(minutes=5)) == 0
    assert notices.mail_waiting(now + datetime.timedelta(minutes=16)) == 1


def test_who_wants_no_mail_gets_none(village: Village, signal: Signal) -> None:
    from meerinbeeld.signals.actions.telling import tell_owner

    village.people["anna"].mail_notices = False
    village.people["anna"].save()
    tell_owner(signal, "answer")
    assert notices.mail_waiting(timezone.now()) == 0


def test_the_bell_counts_and_the_list_is_ones_own(
    village: Village, signal: Signal, client_for: Callable[[str], Client]
) -> None:
    from meerinbeeld.signals.actions.telling import tell_owner

    tell_owner(signal, "answer")
    anna, bilal = client_for("anna"), client_for("bilal")
    assert signal.reference in words(anna.get(reverse("notices")))
    assert signal.reference not in words(bilal.get(reverse("notices")))
    notice = Notice.objects.get()
    assert bilal.post(reverse("notice_open", args=[notice.id])).status_code == 404
    answer = anna.post(reverse("notice_open", args=[notice.id]))
    assert answer["Location"] == reverse("signal", args=[signal.reference])
    notice.refresh_from_db()
    assert notice.read_at


def test_all_can_be_put_away_at_once(signal: Signal, client_for: Callable[[str], Client]) -> None:
    from meerinbeeld.signals.actions.telling import tell_owner

    for kind in ("answer", "late"):
        tell_owner(signal, kind)
    client_for("bilal").post(reverse("notices_read"))
    assert Notice.objects.filter(read_at=None).count() == 2
    client_for("anna").post(reverse("notices_read"))
    assert not Notice.objects.filter(read_at=None).exists()
