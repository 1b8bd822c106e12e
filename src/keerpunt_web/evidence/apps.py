"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The one place of the web app that opens builds, always through the log."""

    name = "keerpunt_web.evidence"
