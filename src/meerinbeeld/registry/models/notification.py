# SPDX-License-Identifier: EUPL-1.2
"""A notification: what one organisation told the register about one person at one moment."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.care.models import Case
from meerinbeeld.parties.ids import new_id
from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.registry.models.delivery import Batch
from meerinbeeld.registry.models.victim import Victim
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class RegistryCounter(models.Model):
    """The last number that was given out in a year, for notifications and for victims."""

    letter = models.CharField(max_length=1)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "year"], name="registry_counter_once")
        ]


class Notification(models.Model):
    """Coded facts only, of the lists that were in force on `coded_on`. It is not a victim.

    Personal details stand sealed in `Detail`, and only while the notification rests on a ground
    (AVG art. 6): without one it is a count of one, about nobody. What rests on consent is emptied
    when that is withdrawn.
    """

    class Source(models.TextChoices):
        CASE = "case", _("from a case")
        TYPED = "typed", _("typed")
        IMPORT = "import", _("imported")

    class Rest(models.TextChoices):
        """What the personal details rest on."""

        DUTY = "duty", _("legal duty")
        CONSENT = "consent", _("consent")
        OTHER = "other", _("another ground")
        NONE = "none", _("no ground: counted without a name")

    #: Grows with time, so that what is registered together stands together in the index: to read
    #: the whole register takes half as long.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    dossier = models.UUIDField(unique=True, help_text="Names the data key in the vault.")
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="notifications")
    #: The victim that was made with it, so that a merge can be undone.
    own_victim = models.OneToOneField(Victim, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_once = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    #: The day of `made_at` in this country.
    registered_on = models.DateField(default=timezone.localdate)
    notified_on = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    #: The organisation's own number of it, by which the same row is known a second time.
    own_number = models.CharField(max_length=80, blank=True)
    #: Keyed marks of the row of a list: by which it is known again, and of all that it told, by
    #: which a change is seen without opening anything. They stay when the details are emptied, so
    #: that a list cannot bring back what somebody withdrew.
    row_key = models.BinaryField(max_length=16, null=True, blank=True)
    row_mark = models.BinaryField(max_length=16, null=True, blank=True)

    rests_on = models.CharField(max_length=8, choices=Rest.choices)
    ground = models.CharField(max_length=CODE, blank=True, help_text="A `ground` of norms.")
    consent_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    coded_on = models.DateField(help_text="Of which day the lists were that the codes stand in.")
    notifier = models.CharField(max_length=CODE, help_text="A `notifier_kind` of norms.")
    standing = models.CharField(max_length=CODE, blank=True, help_text="A `victim_standing`.")
    sector = models.CharField(max_length=CODE, blank=True)
    scope = models.CharField(max_length=CODE, blank=True, help_text="Domestic or cross-border.")
    origin = models.CharField(max_length=CODE, blank=True, help_text="A `country` of norms.")
    nationalities = models.JSONField(default=list, blank=True)
    sex = models.CharField(max_length=CODE, blank=True)
    age_band = models.CharField(max_length=CODE, blank=True)
    age_band_at_start = models.CharField(max_length=CODE, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    duration = models.CharField(max_length=CODE, blank=True)
    place_kind = models.CharField(max_length=CODE, blank=True)
    recruitment = models.JSONField(default=list, blank=True)
    means = models.JSONField(default=list, blank=True)
    platforms_recruiting = models.JSONField(default=list, blank=True)
    platforms_exploiting = models.JSONField(default=list, blank=True)

    retention_from = models.DateField()
    retention_until = models.DateField()
    retention_norm = models.CharField(max_length=80)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-notified_on"], name="notification_of_org"),
            models.Index(fields=["-notified_on"], name="notification_notified"),
            models.Index(fields=["retention_until"], name="notification_retention"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(case__isnull=False), name="notification_once_per_case"
            ),
            models.UniqueConstraint(
                fields=["organisation", "own_number"],
                condition=~Q(own_number=""),
                name="notification_once_per_own_number",
            ),
            models.UniqueConstraint(
                fields=["organisation", "row_key"],
                condition=Q(row_key__isnull=False),
                name="notification_once_per_row",
            ),
            models.CheckConstraint(
                name="notification_has_a_ground_or_rests_on_none",
                condition=Q(rests_on="none", ground="") | (~Q(rests_on="none") & ~Q(ground="")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class NotifiedForm(models.Model):
    """A form of exploitation that was notified, with the norm under which it was coded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="forms")
    form = models.CharField(max_length=CODE)
    norm = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "form"], name="notified_form_once")
        ]


class Detail(models.Model):
    """One sealed personal detail of a notification. `kind` is a `registry_detail` of norms."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="details")
    kind = models.CharField(max_length=CODE)
    value = SealedField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
