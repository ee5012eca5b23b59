# SPDX-License-Identifier: EUPL-1.2
"""Who is the same person? Records of persons in, clusters and scored pairs with their reasons out.

The engine knows no Django and no database of ours: plain values come in and go out, so that it can
be checked on any file (`meerinbeeld registry link`) and used by whoever counts victims. Nothing in
it writes readable personal data to a disk. How it works: docs/explanation/linkage.md.
"""
