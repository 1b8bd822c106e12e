"""What people type on the pages of casework."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from keerpunt_web.casework.services.unmask import SHORTEST_REASON

LONGEST_REASON = 500


class UnmaskForm(forms.Form):
    """Why this person is unmasked; nothing is filled in beforehand."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
