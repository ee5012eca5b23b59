# SPDX-License-Identifier: EUPL-1.2
"""Addresses of what is known of a person, of safety and needs, and of the course of the help."""

from __future__ import annotations

from django.urls import URLPattern, path

from meerinbeeld.care.views import course, facts, safety

known: list[URLPattern] = [
    path("zorg/<str:case>/gegeven/<str:tab>/", facts.add, name="fact_add"),
    path("zorg/<str:case>/gegeven/<uuid:fact>/weg/", facts.remove, name="fact_remove"),
    path("zorg/<str:case>/gegeven/<uuid:fact>/terug/", facts.restore, name="fact_restore"),
    path("zorg/<str:case>/vermoeden/", facts.suspect, name="case_suspect"),
    path("zorg/<str:case>/persoon/", facts.describe, name="case_describe"),
]
looked_at: list[URLPattern] = [
    path("zorg/<str:case>/veiligheid/", safety.assess, name="safety_assess"),
    path("zorg/<str:case>/meten/", safety.measure, name="measure"),
    path("zorg/<str:case>/niet-straffen/", safety.non_punish, name="non_punishment"),
]
course_of_help: list[URLPattern] = [
    path("zorg/<str:case>/intake-klaar/", course.intake_done, name="intake_done"),
    path("zorg/<str:case>/nazorg/", course.aftercare, name="aftercare_start"),
    path("zorg/<str:case>/nazorg/gesprek/", course.check, name="aftercare_check"),
    path("zorg/<str:case>/weer-helpen/", course.again, name="help_again"),
    path("zorg/<str:case>/afsluiten/", course.close, name="case_close"),
    path("zorg/<str:case>/heropenen/", course.reopen, name="case_reopen"),
]
urlpatterns: list[URLPattern] = [*known, *looked_at, *course_of_help]
