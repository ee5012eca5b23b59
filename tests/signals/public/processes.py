# SPDX-License-Identifier: EUPL-1.2
"""What runs in processes of its own: reporters, a worker, and one that is killed at each step.

Started as a program, with the name of a part and its arguments. The derivation of the words is
made cheap here: it happens outside the database, and these tests are about the database.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from meerinbeeld import vault  # noqa: E402
from meerinbeeld.signals.actions.take_in import (  # noqa: E402
    take_in_waiting_letters,
    take_in_waiting_reports,
)
from meerinbeeld.signals.models import Draft, Letter, PublicReport, Remark, Signal  # noqa: E402
from meerinbeeld.signals.public import drafts, mailbox, sending  # noqa: E402
from meerinbeeld.signals.public.drafts import Content  # noqa: E402
from meerinbeeld.signals.public.envelope import read_report  # noqa: E402
from meerinbeeld.signals.public.kept_files import Ready  # noqa: E402
from meerinbeeld.vault import intake, receipt  # noqa: E402
from tests.killing import each_step, killed_at  # noqa: E402

receipt.MEMORY_KIB, receipt.PASSES = 64, 1  # type: ignore[misc]


def content(story: str) -> Content:
    return Content(
        {
            "nu": {"danger": ["no"]},
            "over": {"subject_kind": ["person"]},
            "gezien": {"story": [story]},
            "waar": {"municipality": ["GM0193"], "detail": [""]},
            "wanneer": {"when": [""]},
            "wie": {},
            "zeker": {},
            "contact": {"channel": ["receipt"]},
        }
    )


def story_of(report: PublicReport) -> str:
    """What the office can read of an accepted report, wherever it is now."""
    if report.taken_in_at is None:
        opened = intake.open_report(report.key_id, bytes(report.envelope or b""))
        return read_report(opened).answers.story
    found = Signal.objects.get(report=report)
    with vault.unlocked(found.dossier) as box:
        return box.text(found.items.get(kind="story"), "value")


# --- Many at once ---------------------------------------------------------------------------------


def send(name: str, count: str) -> None:
    """A reporter that sends many reports; every fifth form is sent twice."""
    setup_test_environment()
    client = Client(raise_request_exception=True)
    sent = []
    for number in range(int(count)):
        secret = drafts.new_secret()
        story = f"{name} {number}"
        drafts.begin(secret, content(story))
        words = _posted(client, secret)
        if number % 5 == 0:
            words = _posted(client, secret)
        sent.append({"draft": str(drafts.draft_id(secret)), "story": story, "words": words})
    print(json.dumps(sent))


def _posted(client: Client, secret: bytes) -> list[str]:
    import base64

    client.cookies["draft"] = base64.urlsafe_b64encode(secret).decode()
    response = client.post("/melding/code/")
    assert response.status_code == 200, (response.status_code, response.headers)
    return list(response.context["words"])


def work(until: str) -> None:
    """The office takes in meanwhile, until a file is there and nothing waits."""
    taken = 0
    while True:
        done = os.path.exists(until)
        now = take_in_waiting_reports(limit=200)
        taken += now
        if done and not now:
            break
        time.sleep(0.05)
    print(json.dumps({"taken": taken}))


def check(path: str) -> None:
    """What became of the reports in a file: how many rows, which cannot be read or found back."""
    with open(path) as file:
        sent = json.load(file)
    wrong = []
    for one in sent:
        reports = list(PublicReport.objects.filter(draft=one["draft"]))
        if len(reports) != 1 or story_of(reports[0]) != one["story"]:
            wrong.append(one["story"])
            continue
        made = receipt.derive(tuple(one["words"]))
        if bytes(reports[0].lookup_id) != made.lookup_id:
            wrong.append(f"receipt of {one['story']}")
    signals = Signal.objects.values("report").distinct().count()
    print(
        json.dumps(
            {
                "wrong": wrong,
                "reports": PublicReport.objects.count(),
                "drafts": Draft.objects.count(),
                "signals": signals,
                "references": Signal.objects.values("reference").distinct().count(),
            }
        )
    )


# --- Killed at each step --------------------------------------------------------------------------


def crash() -> None:
    """Walk through every step at which a process can be killed; print what went wrong."""
    told = {
        "sending": _crash_sending(),
        "taking_in": _crash_taking_in(),
        "writing": _crash_writing(),
    }
    print(json.dumps(told))


def _crash_sending() -> int:
    def one(step: int) -> bool:
        secret, story = drafts.new_secret(), f"sending {step}"
        drafts.begin(secret, content(story))
        killed = killed_at(step, lambda: sending.send(secret, "nl"))
        found = PublicReport.objects.filter(draft=drafts.draft_id(secret))
        left = drafts.read(secret)
        assert (left is None) == found.exists(), f"step {step}: lost, or there twice"
        sending.send(secret, "nl")  # the reporter presses the button again
        assert story_of(found.get()) == story
        return killed

    return each_step(one)


def _crash_taking_in() -> int:
    take_in_waiting_reports(limit=10_000)

    def one(step: int) -> bool:
        secret, story = drafts.new_secret(), f"taking in {step}"
        drafts.begin(secret, content(story))
        sending.send(secret, "nl")
        killed = killed_at(step, take_in_waiting_reports)
        report = PublicReport.objects.get(draft=drafts.draft_id(secret))
        assert story_of(report) == story
        assert Signal.objects.filter(report=report).exists() == (report.taken_in_at is not None)
        take_in_waiting_reports()
        report.refresh_from_db()
        assert story_of(report) == story
        assert Signal.objects.filter(report=report).count() == 1
        return killed

    return each_step(one)


def _crash_writing() -> int:
    import uuid

    secret = drafts.new_secret()
    drafts.begin(secret, content("writing"))
    sending.send(secret, "nl")
    report = PublicReport.objects.get(draft=drafts.draft_id(secret))
    take_in_waiting_reports()

    def one(step: int) -> bool:
        once, text = uuid.uuid4(), f"bericht {step}"
        killed = killed_at(step, lambda: mailbox.write(report, once, text, Ready()))
        mailbox.write(report, once, text, Ready())
        assert Letter.objects.filter(once=once).count() == 1
        later = killed_at(step, take_in_waiting_letters)
        take_in_waiting_letters()
        remark = Remark.objects.get(letter__once=once)
        with vault.unlocked(remark.signal.dossier) as box:
            assert box.text(remark, "text") == text
        return killed or later

    return each_step(one)


# --- The face alone -------------------------------------------------------------------------------


def front() -> None:
    """What a process with only the public half and its own rights can do with what it took in."""
    setup_test_environment()
    secret = drafts.new_secret()
    drafts.begin(secret, content("alleen de voorkant"))
    client = Client()
    words = _posted(client, secret)
    signed = client.post("/verder/", {"typed": " ".join(words)})
    status = client.get("/verder/melding/")
    written = client.post("/verder/melding/", {"text": "Nog iets", "once": ""})
    report = PublicReport.objects.defer("envelope").get(draft=drafts.draft_id(secret))
    told = {
        "pages": [signed.status_code, status.status_code, written.status_code],
        "open": _error(lambda: intake.open_report(report.key_id, b"\x02" + bytes(2000))),
        "envelope": _error(lambda: PublicReport.objects.values_list("envelope").get(pk=report.pk)),
        "keys": _error(lambda: vault.create_dossier()),
        "wrapped": _error(
            lambda: connection.cursor().execute("SELECT wrapped FROM vault_dossierkey")
        ),
        "signals": _error(lambda: Signal.objects.count()),
        "journal": _error(
            lambda: connection.cursor().execute("SELECT verb FROM journal_entry LIMIT 1")
        ),
        "files": _error(lambda: connection.cursor().execute("SELECT sealed FROM vault_blobchunk")),
        "has_envelope": _opened_with_every_file_here(report),
    }
    print(json.dumps(told))


def _error(act: Callable[[], object]) -> str:
    try:
        act()
    except Exception as error:
        return type(error).__name__
    return ""


def _opened_with_every_file_here(report: PublicReport) -> bool:
    """Try every file that this process can read as a private key."""
    from pathlib import Path

    from django.conf import settings

    from meerinbeeld.vault import hpke

    seeds = [file.read_bytes() for file in Path(settings.MIB_DATA).rglob("*") if file.is_file()]
    for seed in seeds:
        for start in range(max(0, len(seed) - hpke.SEED_BYTES) + 1):
            piece = seed[start : start + hpke.SEED_BYTES]
            if len(piece) == hpke.SEED_BYTES and len(seed) < 10_000:
                pair = hpke.KeyPair.from_seed(piece)
                if pair.public_bytes() == intake.public_half().public:
                    return True
    return False


if __name__ == "__main__":
    part, *rest = sys.argv[1:]
    globals()[part](*rest)
