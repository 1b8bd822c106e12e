"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from keerpunt_web.accounts.views import LogIn, LogOut, set_look

urlpatterns = [
    path("log-in/", LogIn.as_view(), name="log_in"),
    path("log-out/", LogOut.as_view(), name="log_out"),
    path("look/", set_look, name="look"),
]
