"""Addresses of casework. No address holds an identifier of a person: leads go by code, records by digest."""

from __future__ import annotations

from django.urls import path

from keerpunt_web.casework import views

urlpatterns = [
    path("", views.home, name="home"),
    path("keys/", views.keys, name="keys"),
    path("operations/<str:operation>/", views.overview, name="overview"),
    path("operations/<str:operation>/leads/", views.leads, name="leads"),
    path("operations/<str:operation>/leads/<str:code>/", views.lead, name="lead"),
    path("operations/<str:operation>/leads/<str:code>/unmask/", views.unmask, name="unmask"),
    path("operations/<str:operation>/leads/<str:code>/source/<str:of>/", views.source, name="source"),
]
