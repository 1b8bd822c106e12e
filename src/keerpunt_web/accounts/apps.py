"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Operations, who works in them, and for which countries."""

    name = "keerpunt_web.accounts"
