"""A lead as a snapshot of what a build says, and what people made of it since."""

from __future__ import annotations

from django.db import models

from keerpunt.model.words import GATES, GRADES, SUGGESTIONS
from keerpunt_web.accounts.models import Operation, User
from keerpunt_web.casework.permissions import SEE_LIST, leads_within
from keerpunt_web.casework.states import Category, State
from keerpunt_web.scoping import ScopedManager


class LeadManager(ScopedManager["Lead"]):
    """Leads as a user may see them."""

    def for_user(self, user: User, action: str = SEE_LIST) -> models.QuerySet[Lead]:
        """Return the leads that the user's memberships cover for the action; others do not exist for them."""
        return self.for_system().filter(leads_within(user, action))


class Lead(models.Model):
    """Enough of a published lead to list, filter and permit without opening evidence (HOUSE.md section 1).

    `support_low`, `support_high` in thousandths of log10. `amounts`: currency to minor units. `is_stale`: people worked
    on an earlier build of it. `is_gone`: the newest build no longer holds it; it keeps the build that last did.
    """

    lead_id = models.CharField(max_length=64, unique=True)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="leads")
    code = models.CharField(max_length=10, unique=True)
    build_digest = models.CharField(max_length=64)

    country = models.CharField(max_length=2)
    gate = models.CharField(max_length=16)
    grade = models.CharField(max_length=32)
    support_low = models.IntegerField()
    support_high = models.IntegerField()
    suggestion = models.CharField(max_length=16)
    missing = models.JSONField(default=list)
    n_missing = models.PositiveIntegerField()
    n_covered_payments = models.PositiveIntegerField()
    first_act_utc = models.DateTimeField(null=True)
    last_act_utc = models.DateTimeField(null=True)
    amounts = models.JSONField(default=dict)
    n_months = models.PositiveIntegerField()
    n_folders_accessible = models.PositiveIntegerField(null=True)
    n_downloads = models.PositiveIntegerField(null=True)

    state = models.CharField(max_length=16, choices=State.choices)
    category = models.CharField(max_length=16, choices=Category.choices, default=Category.UNRESOLVED_PAYER)
    is_stale = models.BooleanField(default=False)
    is_gone = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = LeadManager()

    class Meta:
        """Known words only; the indexes serve the list."""

        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="lead_state_known"),
            models.CheckConstraint(condition=models.Q(category__in=Category.values), name="lead_category_known"),
            models.CheckConstraint(condition=models.Q(gate__in=GATES), name="lead_gate_known"),
            models.CheckConstraint(condition=models.Q(grade__in=(*GRADES, "unknown")), name="lead_grade_known"),
            models.CheckConstraint(
                condition=models.Q(suggestion__in=(*SUGGESTIONS, "unknown")), name="lead_suggestion_known"
            ),
        ]
        indexes = [
            models.Index(fields=["operation", "n_missing", "code"]),
            models.Index(fields=["operation", "country", "code"]),
        ]

    def __str__(self) -> str:
        return self.code


SNAPSHOT = (
    "country", "gate", "grade", "support_low", "support_high", "suggestion", "missing", "n_covered_payments",
    "first_act_utc", "last_act_utc", "amounts", "n_months", "n_folders_accessible", "n_downloads",
)  # fmt: skip
"""The fields that a build states; publishing writes them and nothing that a person decided."""
