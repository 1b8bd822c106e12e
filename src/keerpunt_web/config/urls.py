"""All addresses, and the pages for errors."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("keerpunt_web.accounts.urls")),
    path("", include("keerpunt_web.casework.urls")),
]

handler403 = "keerpunt_web.config.errors.refused"
handler404 = "keerpunt_web.config.errors.not_found"
handler500 = "keerpunt_web.config.errors.broken"
