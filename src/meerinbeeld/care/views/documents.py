# SPDX-License-Identifier: EUPL-1.2
"""Papers of a case: the list, one paper shown in its page, adding, newer versions. None touches a
disk in plain; a PDF is drawn by the browser in a frame of its own.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Verb
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import documents as actions
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.forms.documents import DocumentForm
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.documents import DocumentsPage, ShownDocument
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.views import facing
from meerinbeeld.care.views.acting import answer, hold
from meerinbeeld.files import serving
from meerinbeeld.files.kept import Ready, ready
from meerinbeeld.files.uploads import seals_uploads
from meerinbeeld.ui.parts import Column, EmptyState

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def listing(request: HttpRequest, case: str) -> HttpResponse:
    page = _opened(request, case)
    context = {
        **_around(page.hand),
        "tabs": facing.tabs(page.hand, facing.DOCUMENTS),
        "documents": page.documents,
        "removed": page.removed,
        "columns": [Column(_("Document")), Column(_("Valid until")), Column(_("Added")),
                    Column(_("Size"), numeric=True)],
        "empty": _empty(page.hand),
    }  # fmt: skip
    return render(request, "care/documents.html", context)


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its stubs know no named parts
@require_safe
def show(request: HttpRequest, case: str, document: UUID) -> HttpResponse:
    page = _opened(request, case)
    shown = _chosen(request, page, document)
    newest = next((one for one in page.documents if shown in (one, *one.older)), None)
    context = {
        **_around(page.hand),
        "shown": shown,
        "newest": newest,
        "beside": page.documents,
        "is_removed": shown in page.removed,
        "button_form": CaseForm(case=page.hand.case),
    }
    return render(request, "care/document.html", context)


@require_safe
def content(request: HttpRequest, case: str, document: UUID) -> HttpResponseBase:
    """The picture or the PDF itself, for the page around it."""
    opened = in_reach(
        request, lambda actor: actions.open_document(actor, case, document, Verb.OPEN)
    )
    if opened.stored.type in serving.PICTURES:
        return serving.picture(opened.stored)
    if opened.stored.type == serving.PDF:
        return serving.framed_pdf(opened.stored)
    raise Http404


@require_safe
def save(request: HttpRequest, case: str, document: UUID) -> HttpResponseBase:
    opened = in_reach(
        request, lambda actor: actions.open_document(actor, case, document, Verb.EXPORT)
    )
    return serving.saved(opened.stored)


@require_http_methods(GET_POST)
@seals_uploads
def add(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = DocumentForm(request.POST or None, case=hand.case)
    files = _files(request, form)

    def do(once: UUID, seen: Any) -> None:
        most = settings.MIB_MAX_FILES
        actions.add_documents(hand.actor, case, files.keep, form.about(), most=most, once=once)
        for name, words in files.explained():  # others were kept: say which was not, and why
            messages.warning(request, f"{name}: {words}")

    return answer(
        request,
        hand,
        form,
        do,
        template="care/document_add.html",
        done=_("Sealed and added."),
        back_to=_list_url(hand.case),
        context={
            "heading": _("Add documents"),
            "lead": _("Photos, PDF, film or sound. Place and device are taken out, and the file "
                      "is sealed while it comes in."),
            "submit": _("Add"),
            "problems": files.explained,  # asked when the page is made: keeping may refuse some
            "several": True,
        },
    )  # fmt: skip


@require_http_methods(GET_POST)
@seals_uploads
def replace(request: HttpRequest, case: str, document: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    shown = _chosen(request, _opened(request, case), document)
    form = DocumentForm(request.POST or None, case=hand.case)
    form.initial.update(DocumentForm.initial_of(shown))
    files = _files(request, form)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.replace_document(
            hand.actor, case, document, files.keep, form.about(), once=once, seen=seen
        ),
        template="care/document_add.html",
        done=_("The newer version was sealed. The older one stays under it."),
        back_to=_list_url(hand.case),
        context={
            "heading": _("A newer version"),
            "lead": f"{shown.label}: {shown.name}",
            "submit": _("Keep the newer version"),
            "problems": files.explained(),
        },
    )


@require_http_methods(GET_POST)
def describe(request: HttpRequest, case: str, document: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    shown = _chosen(request, _opened(request, case), document)
    form = DocumentForm(request.POST or None, case=hand.case)
    form.initial.update(DocumentForm.initial_of(shown))
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.describe_document(
            hand.actor, case, document, form.about(), once=once, seen=seen
        ),
        back_to=_url(hand.case, document),
        context={"heading": _("What this document is"), "lead": shown.name},
    )


@require_POST
def remove(request: HttpRequest, case: str, document: UUID) -> HttpResponse:
    return _moved(request, case, document, back=False)


@require_POST
def restore(request: HttpRequest, case: str, document: UUID) -> HttpResponse:
    return _moved(request, case, document, back=True)


def _moved(request: HttpRequest, case: str, document: UUID, *, back: bool) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = CaseForm(request.POST, case=hand.case)
    done = _("The document was put back.") if back else _(
        "The document was removed. It stands below the list and can be put back."
    )  # fmt: skip
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.remove_document(
            hand.actor, case, document, back=back, once=once, seen=seen
        ),
        done=done,
        back_to=_list_url(hand.case),
        context={"heading": _("Put back") if back else _("Remove")},
    )


def _files(request: HttpRequest, form: CaseForm) -> Ready:
    """Cleaned and sealed before the transaction begins; only once somebody sends the form."""
    return ready(request) if form.is_bound else Ready()


def _opened(request: HttpRequest, case: str) -> DocumentsPage:
    return in_reach(request, lambda actor: actions.open_documents(actor, case))


def _chosen(request: HttpRequest, page: DocumentsPage, document: UUID) -> ShownDocument:
    return in_reach(request, lambda actor: page.chosen(document))


def _empty(hand: InHand) -> EmptyState:
    if hand.is_inside:
        return EmptyState(
            _("No documents yet"),
            _("Add what the person wants to keep safe here, or what a claim needs."),
        )
    return EmptyState(_("No document is shared with you"), _("Ask the team when you need one."))


def _around(hand: InHand) -> dict[str, Any]:
    return {
        "hand": hand,
        "case": hand.case,
        "can": facing.allowed(hand),
        "may_save": hand.may(Verb.EXPORT),
        "purpose": facing.purpose_words(hand),
        "print_reference": hand.case.reference,
        "print_purpose": facing.purpose_words(hand),
    }


def _list_url(case: Case) -> str:
    return reverse("case_documents", args=[case.reference])


def _url(case: Case, document: UUID) -> str:
    return reverse("document", args=[case.reference, document])
