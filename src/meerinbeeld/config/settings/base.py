# SPDX-License-Identifier: EUPL-1.2
"""Which parts run in this process, and in which order a request passes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from meerinbeeld.config.settings import environment as env

#: The public face takes reports in; the office opens them. One code base, two processes.
MIB_FACE = env.choice("MIB_FACE", "both", ("both", "public", "office"))
MIB_DEMO = env.flag("MIB_DEMO")
MIB_DATA = env.path("MIB_DATA", Path.cwd() / "data")
MIB_REGION = env.text("MIB_REGION", "IJsselland")
MIB_THEME = env.text("MIB_THEME")
MIB_CORRECTIONS_FOUR_EYES = env.flag("MIB_CORRECTIONS_FOUR_EYES", True)
MIB_NORMS_DIR = env.text("MIB_NORMS_DIR")
#: Where "leave this site" leads: a page that anyone could have open.
MIB_LEAVE_TO = env.text("MIB_LEAVE_TO", "https://www.knmi.nl/nederland-nu/weer")

#: The public face is a room of `signals`, with templates and words of its own.
PUBLIC_FACE = Path(__file__).resolve().parents[2] / "signals" / "public"

DEBUG = env.flag("MIB_DEBUG")
HAS_OFFICE = MIB_FACE != "public"
HAS_PUBLIC = MIB_FACE != "office"

OFFICE_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
INSTALLED_APPS = [
    # Our templates and pages come first, so that sign-in looks like the rest.
    "meerinbeeld.ui",
    "meerinbeeld.norms",
    "meerinbeeld.parties",
    "meerinbeeld.vault",
    "meerinbeeld.files",
    "meerinbeeld.journal",
    "meerinbeeld.access",
    "meerinbeeld.network",
    "meerinbeeld.signals",
    "meerinbeeld.care",
    "meerinbeeld.registry",
    "meerinbeeld.oversight",
    "meerinbeeld.insight",
    "meerinbeeld.demo",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    *(OFFICE_APPS if HAS_OFFICE else []),
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
]


def _middleware() -> list[str]:
    office_only = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "allauth.usersessions.middleware.UserSessionsMiddleware",
        "meerinbeeld.access.sessions.SessionRulesMiddleware",
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
        "meerinbeeld.access.middleware.ActorMiddleware",
    ]
    return [
        "django.middleware.security.SecurityMiddleware",
        "meerinbeeld.config.middleware.HeadersMiddleware",
        "meerinbeeld.config.middleware.PolicyMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "meerinbeeld.journal.middleware.TraceMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        *(office_only if HAS_OFFICE else []),
        "django_htmx.middleware.HtmxMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "meerinbeeld.config.middleware.MethodMiddleware",
        "meerinbeeld.config.middleware.AddressMiddleware",
    ]


MIDDLEWARE = _middleware()
ROOT_URLCONF = f"meerinbeeld.config.urls.{MIB_FACE}"
WSGI_APPLICATION = "meerinbeeld.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "meerinbeeld.ui.forms.renderer.FormRenderer"

_context_processors = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "meerinbeeld.ui.context.site",
]
if HAS_OFFICE:
    _context_processors += [
        "django.contrib.messages.context_processors.messages",
        "meerinbeeld.ui.context.navigation",
    ]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PUBLIC_FACE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _context_processors},
    }
]

STATIC_URL = "/static/"
# Served from where they stand: nothing to collect, nothing to forget after an upgrade.
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("MIB_LOG_LEVEL", "WARNING")},
    # what a person fills in wrongly is no news, and would tell when somebody was reporting
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.csrf": {"level": "ERROR"}},
}
