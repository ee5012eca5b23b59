# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something to a record: show the form, do it once, and go back.
Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meerinbeeld.access.changing import AlreadyDone, ChangeError, Stale
from meerinbeeld.access.forms.acting import ActForm

UNPROCESSABLE = 422
CONFLICT = 409

#: Sees the form through: `do(once, seen)`.
Do = Callable[[Any, Any], object]


def answer(
    request: HttpRequest,
    form: ActForm,
    do: Do,
    *,
    template: str,
    shown: Callable[[Any], dict[str, Any]],
    since: Callable[[Stale], object],
    back_to: str,
    done: Any = "",
) -> HttpResponse:
    """Show the form, or do it. A stale form comes back with what others changed meanwhile.

    `shown(hand)` is the page around the form; it gets the record as it is now when the form was
    stale, else None. `since` tells what changed.
    """
    status, changed, now = 200, None, None
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    elif request.method == "POST":
        try:
            do(form.cleaned_data["once"], form.cleaned_data["seen"])
            messages.success(request, str(done or _("This was kept.")))
            return redirect(back_to)
        except AlreadyDone:
            return redirect(back_to)
        except ChangeError as error:
            form.add_error(None, str(error))
            status = UNPROCESSABLE
        except Stale as stale:
            now, changed, status = stale.hand, since(stale), CONFLICT
    return render(
        request, template, {**shown(now), "form": form, "changed": changed}, status=status
    )
