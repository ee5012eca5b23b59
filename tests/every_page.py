# SPDX-License-Identifier: EUPL-1.2
"""What each page of the office is about, so that every one of them can be opened.

Everything is made as the application makes it. Where an address wants something else than the
other addresses with the same name in them, `ELSE` says what.
"""

from __future__ import annotations

import uuid
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import resolve
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.access import break_glass
from meerinbeeld.access.actions import people
from meerinbeeld.access.roles import Role
from meerinbeeld.demo.network import build_network
from meerinbeeld.demo.region import build_region
from meerinbeeld.files.tables import read_table
from meerinbeeld.insight import gate
from meerinbeeld.insight.actions import corrections, estimates
from meerinbeeld.insight.actions.estimating import carry_out
from meerinbeeld.insight.rules.capture import Histories
from meerinbeeld.network.models import ContactPoint, Covenant, Outlet
from meerinbeeld.oversight import actions as desk
from meerinbeeld.oversight.models import Destruction, Job, RightsRequest
from meerinbeeld.oversight.rights import actions as rights
from meerinbeeld.registry.actions.judging import judge
from meerinbeeld.registry.models import Pair, Run
from meerinbeeld.signals.actions.book import upload
from meerinbeeld.signals.actions.record import Told, record_signal
from meerinbeeld.signals.actions.resemblance import ask_access
from tests.care.making import make_case
from tests.care.sharing_making import asked, shared
from tests.insight import making as counts
from tests.people import Village
from tests.registry.delivery import BAD, GOOD, imported, listed
from tests.registry.making import notify
from tests.signals.making import make_signal, past_its_period

BOOK = b"Nummer;Datum;Gemeente;Omschrijving\n1;03-02-2026;Zwolle;Busje op het plein\n"


def of_access(village: Village) -> dict[str, dict[str, Any]]:
    """Somebody new with an invitation, and Vera with every second step there is."""
    given = people.RoleGiven(
        village.organisations["politie"], Role.ENFORCEMENT_OFFICER, timezone.localdate()
    )
    adam, vera = village.actor("adam"), village.people["vera"]
    somebody = people.add(
        adam, email="nieuw@example.org", name="Noor Nieuw", language="nl", given=given
    )
    path = people.invite(adam, somebody).split("127.0.0.1:8000")[1]
    TOTP.activate(vera, generate_totp_secret())
    RecoveryCodes.activate(vera)
    anna = village.people["anna"]
    return {
        "": {"person_id": anna.id, "membership_id": anna.memberships.get().id},
        "invitation": {"token": resolve(path).kwargs["token"]},
    }


def of_network(village: Village) -> dict[str, dict[str, Any]]:
    build_region()
    build_network()
    return {
        "": {
            "contact_id": ContactPoint.objects.all()[0].id,
            "outlet_id": Outlet.objects.all()[0].id,
            "covenant_id": Covenant.objects.all()[0].id,
            "organisation_id": village.organisations["opvang"].id,
        }
    }


def of_oversight(village: Village) -> dict[str, dict[str, Any]]:
    """A journal, an emergency, something destroyed and to destroy, and a request of somebody."""
    zwolle, paula = village.organisations["gemeente-zwolle"], village.actor("paula")
    signal = make_signal(zwolle, "S-2026-9100")
    broken = break_glass.open(
        village.actor("bilal"), signal.dossier, "signal", signal.reference, "Zij belde om hulp."
    )
    old = [past_its_period(zwolle, f"S-2019-000{number}") for number in (1, 2)]
    desk.propose_destruction(paula, "signal", [one.id for one in old])
    gone, waits = (Destruction.objects.get(dossier=one.dossier) for one in old)
    desk.destroy(village.actor("adam"), gone.id)
    desk.place_hold(paula, signal.reference, "claim")
    entry = journal.record(village.actor("anna"), "open", purpose="reporting", thing="x.signal")
    journal.seal_pending()
    first, second = _request(village), _request(village)
    RightsRequest.objects.get(reference=second).pieces.all().delete()
    rights.decide(paula, second, "refused", "U bent het niet.")
    return {
        "": {
            "emergency": broken.id,
            "destruction": waits.id,
            "entry": entry.id,
            "job": desk.start_job(paula, Job.Kind.CHECK_JOURNAL).id,
            "request_reference": first,
        },
        "certificate": {"destruction": gone.id},
        "rights_deliver": {"request_reference": second},
    }


def _request(village: Village) -> str:
    paula = village.actor("paula")
    reference = rights.receive(
        paula,
        "access",
        name="Iemand",
        contact="via Carla",
        wish="Wat weten jullie van mij?",
        received_on=timezone.localdate(),
    ).reference
    signal = make_signal(village.organisations["gemeente-zwolle"], f"S-2026-{reference[-4:]}")
    rights.add_dossier(paula, reference, "signal", signal.reference)
    rights.gather(paula, reference)
    rights.identify(paula, reference, "in_person")
    return reference


def of_signals(village: Village) -> dict[str, dict[str, Any]]:
    """A signal of Deventer that is like one of Zwolle, one that Tess recorded, and a book."""
    ours = make_signal(village.organisations["gemeente-zwolle"], "S-2026-1001")
    theirs = make_signal(village.organisations["gemeente-deventer"], "S-2026-2001")
    third = make_signal(village.organisations["gemeente-deventer"], "S-2026-2002")
    question = ask_access(village.actor("anna"), ours.reference, third.id, "Hetzelfde busje")
    told = Told("person", "school", municipality="GM0193", facts=(("story", "x"),))
    own = record_signal(village.actor("tess"), told, once=uuid.uuid4())
    book = upload(village.actor("anna"), "boek.csv", read_table(BOOK))
    return {
        "": {"book": book.id},
        "own_signal": {"reference": own.reference},
        "signal_ask_access": {"reference": ours.reference, "signal_id": theirs.id},
        "access_question": {"question": question.id},
    }


def of_care(village: Village) -> dict[str, dict[str, Any]]:
    """A case of which the shelter sees a part, and was asked for a place."""
    safe_home, carla = village.organisations["veilig-thuis"], village.people["carla"]
    case, other, third = (make_case(safe_home, carla) for _ in range(3))
    shared(case, village)
    waits, accepted = asked(other, village), asked(third, village)
    accepted.__class__.objects.filter(pk=accepted.pk).update(status="accepted")
    return {
        "fact_add": {"tab": "detect"},
        "case_share": {"flow": "shelter", "organisation": village.organisations["opvang"].id},
        "case_shared_print": {"case": case.reference},
        "case_shared_table": {"case": case.reference},
        "case_request_answer": {"case": other.reference, "referral": waits.id},
        "case_request_done": {"case": third.reference, "referral": accepted.id},
    }


def of_registry(village: Village) -> dict[str, dict[str, Any]]:
    """Two notifications that may be of one person, and a search for such pairs that runs."""
    one, other = sorted((notify(village), notify(village, "chris")), key=lambda row: row.pk)
    pair = Pair.objects.create(first=one, second=other, probability=0.97)
    judge(village.actor("carla"), pair.pk, "same", once=uuid.uuid4())
    one.refresh_from_db()
    imported(village, listed(GOOD[1]))
    done = imported(village, listed(GOOD[1].replace(";M;", ";V;"), BAD))
    return {
        "": {
            "pair": pair.pk,
            "run": Run.objects.create(state="runs", progress=30).pk,
            "victim": one.victim.reference,
        },
        "victim_take_out": {"victim": one.victim.reference, "notification": other.reference},
        "letter_draft": {"organisation": village.organisations["opvang"].id},
        "registry_list_difference": {"batch": done.pk, "number": 2},
    }


def of_insight(village: Village) -> dict[str, dict[str, Any]]:
    """Two years that were let out; one of them waits for a correction."""
    zwolle = village.organisations["gemeente-zwolle"]
    for year in (2024, 2025):
        counts.signals(zwolle, 24, counts.at(year, 2), ("sexual_exploitation",), minor="yes")
        counts.signals(zwolle, 3, counts.at(year, 6), ("forced_begging",), reporter_kind="care")
    counts.counted()
    earlier, release = (gate.let_out_year("signals", year) for year in (2024, 2025))
    assert earlier is not None and release is not None
    waits = corrections.ask(village.actor("leo"), earlier.pk, "Een getikte fout.")
    table = Histories(("Politie", "Zorg"), {0b01: 61, 0b10: 43, 0b11: 17})
    done = estimates.ask_from_table(village.actor("leo"), "Proef", table)
    carry_out(done.pk)
    return {
        "": {
            "release": release.pk,
            "correction": waits.pk,
            "estimate": done.pk,
        },
        "figures_goal": {"goal": "signals"},
    }


THINGS = {
    "access": of_access,
    "network": of_network,
    "oversight": of_oversight,
    "signals": of_signals,
    "care": of_care,
    "registry": of_registry,
    "insight": of_insight,
}
