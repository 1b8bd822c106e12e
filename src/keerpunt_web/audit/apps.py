"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log of who saw and did what: append-only, each entry chained to the one before."""

    name = "keerpunt_web.audit"
