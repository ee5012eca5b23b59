# SPDX-License-Identifier: EUPL-1.2
"""Managing people: invitations, terms, lists; never oneself, never content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from meerinbeeld.access import Refused, invitations, mailing, tasks
from meerinbeeld.access.actions import people as act
from meerinbeeld.access.actions import people_csv
from meerinbeeld.access.models import FormerAddress, Invitation, Membership, Person
from meerinbeeld.access.queries import people as read
from meerinbeeld.access.roles import Role
from meerinbeeld.journal.models import Entry
from tests.people import Village

ClientFor = Callable[[str], Client]
TODAY = timezone.localdate
NEW_PASSWORD = "mijn eigen lange zin"
NOT_ADMINISTRATORS = ["anna", "bilal", "carla", "chris", "pim", "tess", "paula", "leo", "rosa"]


def given(
    village: Village, slug: str = "politie", role: str = Role.ENFORCEMENT_OFFICER
) -> act.RoleGiven:
    return act.RoleGiven(village.organisations[slug], role, TODAY())


def new_person(village: Village) -> Person:
    return act.add(
        village.actor("adam"),
        email="Nieuw@Example.org",
        name="Noor Nieuw",
        language="nl",
        given=given(village),
    )


# --- Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
@pytest.mark.parametrize("page", ["people", "person_add", "people_export", "people_import"])
def test_only_an_administrator_manages_people(client_for: ClientFor, name: str, page: str) -> None:
    assert client_for(name).get(reverse(page)).status_code == 403


@pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
def test_nobody_else_gives_a_role_either(village: Village, name: str) -> None:
    with pytest.raises(Refused):
        act.give(village.actor(name), village.people["tess"], given(village))


def test_an_administrator_gives_no_role_to_themselves(village: Village) -> None:
    adam = village.people["adam"]
    with pytest.raises(Refused):
        act.give(village.actor("adam"), adam, given(village))
    with pytest.raises(Refused):
        act.set_end(village.actor("adam"), adam.memberships.get(), None)


def test_a_refusal_is_shown_in_words_and_journaled(client_for: ClientFor, village: Village) -> None:
    page = client_for("adam").post(
        reverse("person_give", args=[village.people["adam"].id]),
        {
            "organisation": str(village.organisations["politie"].id),
            "role": Role.FOCAL_OFFICER,
            "valid_from": "1-1-2026",
        },
    )
    assert page.status_code == 403
    assert Entry.objects.filter(outcome="refused", person_id=village.people["adam"].id).exists()
    assert village.people["adam"].memberships.count() == 1


@pytest.mark.parametrize("page", ["work"])
def test_an_administrator_sees_no_signals(client_for: ClientFor, page: str) -> None:
    assert client_for("adam").get(reverse(page)).status_code in {302, 403, 404}


# --- Adding and inviting -------------------------------------------------------------------------


def test_somebody_new_chooses_their_own_password(village: Village) -> None:
    person = new_person(village)
    assert not person.has_usable_password()
    link = act.invite(village.actor("adam"), person)
    client = Client()
    path = link.split("127.0.0.1:8000")[1]
    assert "Noor Nieuw" in client.get(path).content.decode()
    done = client.post(path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert done["Location"] == reverse("after_login")
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert client.get(reverse("account")).status_code == 200


def test_an_invitation_works_once(village: Village) -> None:
    link = act.invite(village.actor("adam"), new_person(village))
    path = link.split("127.0.0.1:8000")[1]
    Client().post(path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert Client().get(path).status_code == 410
    again = Client().post(
        path, {"password1": "iets anders dan dit", "password2": "iets anders dan dit"}
    )
    assert again.status_code == 410
    assert Person.objects.get(email="nieuw@example.org").check_password(NEW_PASSWORD)


def test_an_invitation_is_over_after_two_days(village: Village) -> None:
    path = act.invite(village.actor("adam"), new_person(village)).split("127.0.0.1:8000")[1]
    with time_machine.travel(timezone.now() + timedelta(hours=47)):
        assert Client().get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert Client().get(path).status_code == 410


def test_a_new_invitation_ends_the_one_before(village: Village) -> None:
    person = new_person(village)
    first = act.invite(village.actor("adam"), person).split("127.0.0.1:8000")[1]
    act.invite(village.actor("adam"), person)
    assert Client().get(first).status_code == 410
    assert Invitation.objects.filter(used_at=None, withdrawn_at=None).count() == 1


def test_whoever_can_sign_in_gets_no_invitation_as_a_second_way_in(
    client_for: ClientFor, village: Village
) -> None:
    bilal = village.people["bilal"]
    client_for("adam").post(reverse("person_invite", args=[bilal.id]))
    assert not bilal.invitations.exists()
    with pytest.raises(act.NotPossible):
        act.invite(village.actor("adam"), bilal)


def test_an_invitation_is_no_way_around_a_second_step(village: Village) -> None:
    person = new_person(village)
    path = act.invite(village.actor("adam"), person).split("127.0.0.1:8000")[1]
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    client = Client()
    answer = client.post(path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer.headers["Location"] == reverse("account_login")
    assert client.get(reverse("account")).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "IjEi:1:2", "a" * 500])
def test_a_made_up_invitation_opens_nothing(token: str) -> None:
    assert Client().get(reverse("invitation", args=[token])).status_code == 410


def test_a_weak_password_is_refused_in_words(village: Village) -> None:
    path = act.invite(village.actor("adam"), new_person(village)).split("127.0.0.1:8000")[1]
    page = Client().post(path, {"password1": "kort", "password2": "kort"})
    assert page.status_code == 200
    assert page.context["form"].errors["password1"]


@override_settings(EMAIL_HOST="mail.example")
def test_a_link_that_goes_by_mail_is_not_shown_to_the_administrator(village: Village) -> None:
    person = new_person(village)
    assert act.invite(village.actor("adam"), person) == ""
    tasks.send_invitation.func(str(person.invitations.get().id))
    assert invitations.link(person.invitations.get()) in mail.outbox[0].body
    assert mail.outbox[0].to == ["nieuw@example.org"]


def test_the_link_is_shown_once(client_for: ClientFor, village: Village) -> None:
    client = client_for("adam")
    person = new_person(village)
    client.post(reverse("person_invite", args=[person.id]))
    page = reverse("person", args=[person.id])
    assert "/inloggen/uitnodiging/" in client.get(page).content.decode()
    assert "/inloggen/uitnodiging/" not in client.get(page).content.decode()


def test_the_same_address_is_added_once(village: Village) -> None:
    new_person(village)
    with pytest.raises(act.NotPossible):
        new_person(village)


def test_an_administrator_adds_somebody_through_the_page(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("adam")
    done = client.post(
        reverse("person_add"),
        {
            "name": "Pien Proef",
            "email": "pien@example.org",
            "language": "en",
            "organisation": str(village.organisations["riec"].id),
            "role": Role.PARTNER_WORKER,
            "valid_from": "1-2-2026",
        },
    )
    person = Person.objects.get(email="pien@example.org")
    assert done["Location"] == reverse("person", args=[person.id])
    membership = person.memberships.get()
    assert membership.valid_to == act.usual_end(membership.valid_from)
    assert Entry.objects.filter(verb="create", thing_id=str(person.id)).exists()


# --- Terms ---------------------------------------------------------------------------------------


def test_ending_a_role_now_ends_access_at_the_next_request(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    assert client.get(reverse("directory")).status_code == 200
    act.end_now(village.actor("adam"), village.people["anna"].memberships.get())
    assert client.get(reverse("directory")).status_code == 403


def test_extending_a_role_keeps_access(client_for: ClientFor, village: Village) -> None:
    membership = village.people["anna"].memberships.get()
    client_for("adam").post(reverse("membership", args=[membership.id]), {"valid_to": "31-12-2030"})
    membership.refresh_from_db()
    assert membership.valid_to is not None and membership.valid_to.year == 2030


def test_the_only_administrator_cannot_be_ended(village: Village) -> None:
    second = act.add(
        village.actor("adam"),
        email="tweede@example.org",
        name="Tweede Beheerder",
        language="nl",
        given=given(village, "veilig-thuis", Role.ADMINISTRATOR),
    )
    adam = village.people["adam"].memberships.get()
    from meerinbeeld.access.actor import actor_from

    other = actor_from(second.memberships.get())
    act.end_now(other, adam)
    with pytest.raises(Refused):
        act.end_now(other, second.memberships.get())


def test_ending_all_sessions_puts_somebody_out(client_for: ClientFor, village: Village) -> None:
    client = Client()
    client.post(
        reverse("account_login"),
        {"login": "anna@example.org", "password": "een lang wachtwoord"},
    )
    assert client.get(reverse("directory")).status_code == 200
    assert act.end_sessions(village.actor("adam"), village.people["anna"]) == 1
    assert client.get(reverse("directory")).status_code == 302
    assert not Session.objects.filter(session_key=client.session.session_key or "").exists()


def test_starting_again_takes_every_way_in_away(village: Village) -> None:
    link = act.begin_again(village.actor("adam"), village.people["anna"])
    anna = Person.objects.get(email="anna@example.org")
    assert not anna.has_usable_password()
    assert "/inloggen/uitnodiging/" in link


def test_another_address_ends_the_sessions_and_the_invitation(village: Village) -> None:
    person = new_person(village)
    link = act.invite(village.actor("adam"), person)
    act.change(village.actor("adam"), person, email="ander@example.org", name="Noor Nieuw")
    assert Client().get(link.split("127.0.0.1:8000")[1]).status_code == 410


def test_the_old_address_hears_that_an_administrator_changed_it(village: Village) -> None:
    anna = village.people["anna"]
    act.change(village.actor("adam"), anna, email=anna.email, name="Anna de Witte")
    assert mailing.tell_former_addresses() == 0
    act.change(village.actor("adam"), anna, email="anders@example.org", name=anna.name)

    assert mailing.tell_former_addresses() == 1
    assert mailing.tell_former_addresses() == 0

    assert [letter.to for letter in mail.outbox] == [["anna@example.org"]]
    assert "een ander e-mailadres" in mail.outbox[0].body
    assert "anders@example.org" not in mail.outbox[0].body
    assert not FormerAddress.objects.exists()


def test_an_address_that_takes_no_mail_is_tried_for_a_week_and_keeps_nobody_waiting(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("anna", "bilal"):
        person = village.people[name]
        act.change(village.actor("adam"), person, email=f"x-{name}@example.org", name=name)
    send = mailing.send_mail

    def refuses_anna(subject: str, body: str, sender: str, to: list[str]) -> None:
        if to == ["anna@example.org"]:
            raise SMTPException
        send(subject, body, sender, to)

    monkeypatch.setattr(mailing, "send_mail", refuses_anna)
    assert mailing.tell_former_addresses() == 1
    assert FormerAddress.objects.get().email == "anna@example.org"
    FormerAddress.objects.update(changed_at=timezone.now() - timedelta(days=8))
    assert mailing.tell_former_addresses() == 0
    assert not FormerAddress.objects.exists()


def test_somebody_deactivated_cannot_sign_in(client_for: ClientFor, village: Village) -> None:
    client = client_for("adam")
    client.post(reverse("person_set_active", args=[village.people["anna"].id]))
    village.people["anna"].refresh_from_db()
    assert not village.people["anna"].is_active
    client.post(reverse("person_set_active", args=[village.people["anna"].id]), {"active": "yes"})
    village.people["anna"].refresh_from_db()
    assert village.people["anna"].is_active


# --- Lists ---------------------------------------------------------------------------------------


def test_the_list_narrows_by_role_organisation_state_and_words(village: Village) -> None:
    adam = village.actor("adam")
    names = lambda wanted: {p.name for p in read.people(adam, wanted)}  # noqa: E731
    assert names(read.Wanted(role=Role.FOCAL_OFFICER)) == {"Anna de Wit", "Bilal Yilmaz"}
    assert names(read.Wanted(organisation="opvang")) == {"Chris Vos", "Sam Hoek"}
    assert names(read.Wanted(search="yilm")) == {"Bilal Yilmaz"}
    act.end_now(adam, village.people["anna"].memberships.get())
    assert names(read.Wanted(state="ended")) == {"Anna de Wit"}
    act.set_active(adam, village.people["bilal"], active=False)
    assert names(read.Wanted(state="blocked")) == {"Bilal Yilmaz"}


def test_the_list_costs_the_same_number_of_queries_for_many_people(
    client_for: ClientFor, village: Village, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_for("adam")
    client.get(reverse("people"))
    for number in range(30):
        person = Person.objects.create_user(f"p{number}@example.org", f"P {number}")
        Membership.objects.create(
            person=person, organisation=village.organisations["politie"], role=Role.REPORTER
        )
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        assert client.get(reverse("people")).status_code == 200


def test_a_saved_list_read_in_again_changes_nothing(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("adam")
    saved = client.get(reverse("people_export")).content
    before = (Person.objects.count(), Membership.objects.count())
    page = client.post(reverse("people_import"), {"file": SimpleUploadedFile("lijst.csv", saved)})
    states = {row.state for row in page.context["rows"]}
    assert states == {"same", "wrong"}  # "wrong" is Adam himself
    client.post(reverse("people_import"), {"text": saved.decode("utf-8-sig"), "confirm": "yes"})
    assert (Person.objects.count(), Membership.objects.count()) == before


LIST = """email;name;organisation;role;valid_from;valid_to
mila@example.org;Mila Mos;riec;partner_worker;2026-01-01;
anna@example.org;Anna de Wit;riec;partner_worker;;
geen adres;Iemand;riec;partner_worker;;
piet@example.org;Piet;bestaat-niet;partner_worker;;
piet@example.org;Piet;riec;koning;;
piet@example.org;Piet;riec;reporter;gisteren;
mila@example.org;Mila Mos;riec;partner_worker;;
adam@example.org;Adam Blom;politie;focal_officer;;
"""


def test_a_list_is_shown_row_by_row_before_anything_happens(village: Village) -> None:
    rows = people_csv.preview(village.actor("adam"), LIST)
    assert [row.state for row in rows] == [
        "new", "role", "wrong", "wrong", "wrong", "wrong", "wrong", "wrong",
    ]  # fmt: skip
    assert not Person.objects.filter(email="mila@example.org").exists()


def test_a_list_read_in_twice_does_its_work_once(village: Village) -> None:
    adam = village.actor("adam")
    _, new = people_csv.read_in(adam, LIST)
    assert [person.email for person in new] == ["mila@example.org"]
    assert village.people["anna"].memberships.count() == 2
    before = (Person.objects.count(), Membership.objects.count())
    people_csv.read_in(adam, LIST)
    assert (Person.objects.count(), Membership.objects.count()) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"naam,adres\n", "email"), (b"\xff\xfe\x00", "UTF-8"), (b"", "")],
)
def test_a_file_that_is_no_such_list_gets_words(
    client_for: ClientFor, content: bytes, words: str
) -> None:
    upload = SimpleUploadedFile("lijst.csv", content)
    page = client_for("adam").post(reverse("people_import"), {"file": upload})
    assert page.status_code == 200
    assert words in str(page.context["form"].non_field_errors())


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(village: Village) -> None:
    Person.objects.filter(email="anna@example.org").update(name="=1+1")
    lines = "".join(
        people_csv.export(village.actor("adam"), read.people(village.actor("adam"), read.Wanted()))
    )
    assert "'=1+1" in lines


# --- Why may somebody ----------------------------------------------------------------------------


def test_an_administrator_reads_why_somebody_may_not(
    client_for: ClientFor, village: Village
) -> None:
    tess = village.people["tess"].memberships.get()
    page = client_for("adam").get(
        reverse("permissions"),
        {"membership": tess.id, "verb": "route", "thing": "signal", "purpose": "reporting"},
    )
    assert page.status_code == 200
    assert not page.context["answer"].decision


@pytest.mark.parametrize("name", ["anna", "chris", "leo"])
def test_others_do_not_ask_about_others(client_for: ClientFor, name: str) -> None:
    assert client_for(name).get(reverse("permissions")).status_code == 403


def test_no_template_of_signing_in_carries_a_style_or_a_script() -> None:
    folder = Path(act.__file__).parent.parent / "templates"
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        assert " style=" not in text, page
        assert "data:" not in text, page
