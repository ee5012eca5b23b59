# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the lists that organisations deliver."""

from __future__ import annotations

from django.urls import URLPattern, path

from meerinbeeld.registry.views import lists, mappings

_LISTS, _LIST = "registratie/lijsten/", "registratie/lijsten/<uuid:batch>/"
_MAPPINGS, _MAPPING = "registratie/indelingen/", "registratie/indelingen/<uuid:mapping>/"

urlpatterns: list[URLPattern] = [
    path(_LISTS, lists.lists, name="registry_lists"),
    path(f"{_LISTS}leeg/", lists.empty_list, name="registry_list_empty"),
    path(_LIST, lists.one_list, name="registry_list"),
    path(f"{_LIST}kolommen/", lists.columns, name="registry_list_columns"),
    path(f"{_LIST}indeling/", lists.use_mapping, name="registry_list_use"),
    path(f"{_LIST}weg/", lists.discard, name="registry_list_discard"),
    path(f"{_LIST}foute-rijen/", lists.wrong_rows, name="registry_list_wrong"),
    path(f"{_LIST}rest-weg/", lists.let_go, name="registry_list_let_go"),
    path(f"{_LIST}terugnemen/", lists.undo, name="registry_list_undo"),
    path(f"{_LIST}rij/<int:number>/", lists.difference, name="registry_list_difference"),
    path(_MAPPINGS, mappings.mappings, name="registry_mappings"),
    path(_MAPPING, mappings.rename, name="registry_mapping"),
    path(f"{_MAPPING}weg/", mappings.remove, name="registry_mapping_remove"),
    path(f"{_MAPPING}bestand/", mappings.export, name="registry_mapping_export"),
]
