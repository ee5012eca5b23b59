# SPDX-License-Identifier: EUPL-1.2
"""A suspicion, from the moment it is reported until it has an end.

The upper half is what the public face may touch: drafts, accepted reports and the messages to and
from a reporter, all sealed to keys that the face does not have. The lower half is the office's.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.vault.fields import SealedField

CODE = 40  # length of a code from norms


# --- The public face -----------------------------------------------------------------------------


class Draft(models.Model):
    """A report being written. Sealed under a secret that only the reporter's cookie holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = SealedField()
    expires_at = models.DateTimeField(db_index=True)


class DraftFile(models.Model):
    """Names the blobs of a draft, so that those of an abandoned draft can be removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    blob = models.UUIDField(unique=True)


class PublicReport(models.Model):
    """A report as the face accepted it. It has an owner from its first moment.

    `envelope` is sealed to the region's intake key and is emptied when the office takes it in, so
    that shredding the signal's key later destroys the only readable copy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.UUIDField(unique=True, help_text="A form sent twice makes one report.")
    received_at = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=CODE)
    danger = models.BooleanField(default=False)
    language = models.CharField(max_length=5)
    key_id = models.CharField(max_length=64)
    envelope = SealedField(null=True)
    lookup_id = models.BinaryField(max_length=32, unique=True)
    reporter_key = models.BinaryField()
    receipt_confirmed_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=CODE, default="received")
    stage_at = models.DateTimeField(default=timezone.now)
    feedback_due_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    trouble = models.CharField(
        max_length=CODE, blank=True, default="", help_text="Why it was not taken in."
    )
    tried_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(taken_in_at=None), name="report_waiting"
            ),
            models.Index(
                fields=["owner"], condition=Q(taken_in_at=None), name="report_waiting_owner"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_is_kept_until_taken_in",
                condition=Q(taken_in_at__isnull=False) | Q(envelope__isnull=False),
            ),
        ]


class Letter(models.Model):
    """One message between a reporter and the team, sealed to whoever has to read it."""

    class Direction(models.TextChoices):
        TO_TEAM = "to_team"
        TO_REPORTER = "to_reporter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(PublicReport, models.CASCADE, related_name="letters")
    once = models.UUIDField(unique=True, default=uuid.uuid4, help_text="Sent twice is kept once.")
    direction = models.CharField(max_length=12, choices=Direction.choices)
    is_question = models.BooleanField(default=False)
    key_id = models.CharField(max_length=64, blank=True)
    sealed = SealedField()
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    taken_in_at = models.DateTimeField(null=True)
    trouble = models.CharField(
        max_length=CODE, blank=True, default="", help_text="Why it was not taken in."
    )
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at"]
        indexes = [
            models.Index(
                fields=["sent_at"],
                condition=Q(taken_in_at=None, direction="to_team"),
                name="letter_waiting",
            )
        ]


# --- The office ----------------------------------------------------------------------------------


class Phase(models.TextChoices):
    """The life of a signal. The order is the order of the life line."""

    RECEIVED = "received", _("received")
    ASSESSING = "assessing", _("being assessed")
    ROUTED = "routed", _("with another organisation")
    FOLLOWING_UP = "following_up", _("being followed up")
    CLOSED = "closed", _("closed")


class Origin(models.TextChoices):
    PUBLIC = "public", _("public form")
    PROFESSIONAL = "professional", _("professional")
    ON_BEHALF = "on_behalf", _("on behalf of somebody")
    IMPORT = "import", _("imported signal book")


class YesNoUnknown(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("unknown")


class Signal(models.Model):
    """Coded facts only: content stands sealed in `Item`, `Remark` and `Attachment`.

    `due_at` is the clock of the next step; `feedback_due_at` the promise to the reporter. The
    retention date is set at receipt and is never moved by routing, splitting, merging or a case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    dossier = models.UUIDField(unique=True, help_text="Names the data key in the vault.")
    origin = models.CharField(max_length=20, choices=Origin.choices)
    report = models.OneToOneField(
        PublicReport, models.PROTECT, null=True, blank=True, related_name="signal"
    )
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    import_key = models.BinaryField(max_length=32, null=True, editable=False)
    sent_once = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    subject_kind = models.CharField(max_length=CODE)
    reporter_kind = models.CharField(max_length=CODE)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True)
    minor = models.CharField(
        max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    identifiable = models.CharField(
        max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    danger = models.BooleanField(default=False)
    urgency = models.CharField(max_length=CODE)
    attachments_count = models.PositiveSmallIntegerField(default=0)

    phase = models.CharField(max_length=16, choices=Phase.choices, default=Phase.RECEIVED)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    next_step = models.CharField(max_length=CODE, default="first_look")
    due_at = models.DateTimeField(null=True, blank=True)
    due_norm = models.CharField(max_length=80, blank=True)
    feedback_due_at = models.DateTimeField(null=True, blank=True)
    feedback_given_at = models.DateTimeField(null=True, blank=True)
    feedback_waived = models.CharField(max_length=CODE, blank=True)
    answer_waiting = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=CODE, blank=True)
    retention_until = models.DateField()
    retention_norm = models.CharField(max_length=80)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)
    #: Whichever promise ends sooner. The database keeps it, so that a list can be sorted by it.
    act_at = models.GeneratedField(
        expression=Case(
            When(phase="closed", then=None),
            When(~Q(feedback_waived="") | Q(feedback_given_at__isnull=False), then=F("due_at")),
            When(feedback_due_at__lt=F("due_at"), then=F("feedback_due_at")),
            default=F("due_at"),
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "act_at"], condition=~Q(phase="closed"), name="signal_inbox"
            ),
            models.Index(
                fields=["owner", "act_at"],
                condition=Q(first_opened_at=None) & ~Q(phase="closed"),
                name="signal_new",
            ),
            models.Index(
                fields=["owner", "feedback_due_at"],
                condition=Q(feedback_given_at=None, feedback_waived="") & ~Q(phase="closed"),
                name="signal_owner_feedback",
            ),
            models.Index(
                fields=["owner", "phase", "-received_at"], name="signal_owner_phase_received"
            ),
            models.Index(
                fields=["feedback_due_at"],
                condition=Q(feedback_given_at=None, feedback_waived=""),
                name="signal_feedback_open",
            ),
            models.Index(
                fields=["owner", "changed_at"],
                condition=Q(answer_waiting=True),
                name="signal_answer",
            ),
            models.Index(fields=["made_by", "-received_at"], name="signal_made_by"),
            models.Index(fields=["municipality", "-received_at"], name="signal_municipality"),
            models.Index(fields=["retention_until"], name="signal_retention"),
        ]
        constraints = [
            models.CheckConstraint(
                name="signal_closed_has_reason_and_open_has_clock",
                condition=(
                    Q(phase="closed", closed_at__isnull=False, due_at__isnull=True)
                    & ~Q(stop_reason="")
                )
                | (
                    ~Q(phase="closed")
                    & Q(closed_at__isnull=True, due_at__isnull=False, stop_reason="")
                ),
            ),
            models.CheckConstraint(
                name="signal_closes_after_feedback",
                condition=~Q(phase="closed")
                | Q(feedback_given_at__isnull=False)
                | ~Q(feedback_waived=""),
            ),
            models.CheckConstraint(
                name="signal_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.UniqueConstraint(
                fields=["owner", "import_key"],
                condition=Q(import_key__isnull=False),
                name="signal_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReferenceCounter(models.Model):
    """The last number given in a year. Taken last in a transaction, so that nobody waits long."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Involvement(models.Model):
    """An organisation that may see a signal without owning it, since when and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=CODE)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "signal"],
                condition=Q(until__isnull=True),
                name="involved_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "since"],
                condition=Q(until__isnull=True),
                name="involved_since",
            )
        ]


class SuspectedForm(models.Model):
    """A form of exploitation that was suspected from a moment until another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="forms")
    form = models.CharField(max_length=CODE)
    norm = models.CharField(max_length=80)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "signal"],
                condition=Q(until__isnull=True),
                name="form_suspected_once_at_a_time",
            )
        ]


class SeenIndicator(models.Model):
    """An indicator that somebody ticked: the start of a conversation, never a score."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="indicators")
    indicator = models.CharField(max_length=60)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "indicator"], name="indicator_ticked_once")
        ]


class Source(models.TextChoices):
    REPORTER = "reporter", _("reporter")
    TEAM = "team", _("team")
    CHAIN = "chain", _("chain partner")
    IMPORT = "import", _("import")


class Item(models.Model):
    """One sealed fact: what was seen, a name, a number plate. `kind` is an `item_kind` of norms."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=CODE)
    value = SealedField()
    source = models.CharField(max_length=10, choices=Source.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at"]


class Mark(models.Model):
    """A keyed hash of a name, date, phone, place or number plate, for finding it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="marks")
    item = models.ForeignKey(Item, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["digest", "kind"], name="mark_look_up")]


class Audience(models.TextChoices):
    TEAM = "team", _("the team")
    REPORTER = "reporter", _("the reporter")
    CHAIN = "chain", _("the chain")


class Attachment(models.Model):
    """A file about a signal. Its name, type and key are sealed; the blob is ciphertext."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="attachments")
    blob = models.UUIDField(unique=True)
    size = models.PositiveIntegerField()
    sealed = SealedField(help_text="JSON: name, type, key")
    source = models.CharField(max_length=10, choices=Source.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    #: A file can show who reported: it stays with the team until somebody decides to share it.
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.TEAM)

    class Meta:
        ordering = ["at"]


class Remark(models.Model):
    """Something written for one of three audiences, chosen when writing and never changed after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="remarks")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    text = SealedField()
    source = models.CharField(max_length=10, choices=Source.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_question = models.BooleanField(default=False)
    is_feedback = models.BooleanField(default=False)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    letter = models.OneToOneField(
        Letter, models.SET_NULL, null=True, blank=True, related_name="remark"
    )
    sent_once = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["at"]


class Route(models.Model):
    """A signal put before another organisation, and what became of it."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        DONE = "done", _("done")
        REVOKED = "revoked", _("revoked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="routes")
    target = models.CharField(max_length=CODE)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=CODE)
    note = SealedField(blank=True)
    ground = models.CharField(max_length=CODE)
    norm = models.CharField(max_length=80)
    advised = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=CODE, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "organisation"],
                condition=Q(status__in=["asked", "accepted"]),
                name="routed_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "signal"], name="route_at"),
        ]


class Step(models.Model):
    """One dot on the life line: who, what, when, why. The free-text reason is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=CODE)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    phase = models.CharField(max_length=16, choices=Phase.choices)
    reason = models.CharField(max_length=CODE, blank=True)
    explanation = SealedField(blank=True)
    norm = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at"]


class Resemblance(models.Model):
    """What a person decided about two signals that share a mark. It survives a new look."""

    class Verdict(models.TextChoices):
        SAME = "same", _("the same person or place")
        DIFFERENT = "different", _("not the same")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="+")
    other = models.ForeignKey(Signal, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "other"], name="resemblance_judged_once"),
            models.CheckConstraint(
                name="resemblance_is_stored_one_way", condition=Q(signal__lt=F("other"))
            ),
        ]


class AccessQuestion(models.Model):
    """Another organisation asks the owner to see a signal that resembles one of its own."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="access_questions")
    because_of = models.ForeignKey(Signal, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = SealedField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "organisation"],
                condition=Q(status="asked"),
                name="access_asked_once_at_a_time",
            )
        ]


class Notice(models.Model):
    """Something a person has to know. It names a reference and a kind, and holds no content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    signal = models.ForeignKey(Signal, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=CODE)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["person", "-at"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(mailed_at=None), name="notice_to_mail"),
        ]


class SignalBook(models.Model):
    """An uploaded signal book: sealed rows that wait for a preview to be confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    rows = SealedField()
    row_count = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    handled_count = models.PositiveIntegerField(default=0, help_text="Where a restart goes on.")
    imported_at = models.DateTimeField(null=True, blank=True)
    imported_count = models.PositiveIntegerField(default=0)
