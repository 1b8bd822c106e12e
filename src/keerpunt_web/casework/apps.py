"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Leads as people work on them."""

    name = "keerpunt_web.casework"
