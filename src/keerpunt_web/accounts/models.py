"""Who may work on what: users, operations, and memberships that end."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from keerpunt.clock import today_utc
from keerpunt_web.scoping import ScopedManager

ALL_COUNTRIES = "*"


class Role(models.TextChoices):
    """The roles of CASEWORK.md section 4."""

    ANALYST = "analyst"
    CASE_OFFICER = "case_officer"
    APPROVER = "approver"
    LIAISON = "liaison"
    STATISTICIAN = "statistician"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    COUNSEL = "counsel"


@dataclass(frozen=True, slots=True)
class Grant:
    """A membership that is valid today. `countries` None means all, the unknown country `XX` included."""

    operation: Operation
    role: str
    countries: frozenset[str] | None


class User(AbstractUser):
    """A person who logs in. Rights come from memberships alone; the superuser flag opens nothing here."""

    @property
    def actor(self) -> str:
        """Return how the log names this user."""
        return f"user:{self.pk}"

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Return the memberships that are valid today, read once per request; none for an inactive user."""
        if not self.is_active:
            return ()
        today = today_utc()
        rows = Membership.objects.for_user(self).filter(valid_from__lte=today, valid_until__gte=today)
        return tuple(
            Grant(row.operation, row.role, None if ALL_COUNTRIES in row.countries else frozenset(row.countries))
            for row in rows.select_related("operation").order_by("operation__code", "role")
        )


class OperationManager(ScopedManager["Operation"]):
    """Operations as a user may see them."""

    def for_user(self, user: User) -> models.QuerySet[Operation]:
        """Return the operations in which the user has a membership that is valid today."""
        return self.for_system().filter(pk__in={grant.operation.pk for grant in user.grants})


class Operation(models.Model):
    """An operation with its ground and purpose, as `operation.toml` states them."""

    code = models.CharField(max_length=64, unique=True)
    unit_country = models.CharField(max_length=2)
    purpose = models.TextField()
    legal_basis = models.TextField()
    opened_on = models.DateField()
    retention_rule = models.CharField(max_length=64, blank=True)

    objects = OperationManager()

    class Meta:
        """Ground and purpose are never empty (LAW.md L1)."""

        constraints = [
            models.CheckConstraint(
                condition=~(
                    models.Q(code="") | models.Q(unit_country="") | models.Q(purpose="") | models.Q(legal_basis="")
                ),
                name="operation_ground_and_purpose_stated",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_synthetic(self) -> bool:
        """Whether every page must say that nobody in it exists."""
        return self.code.startswith("DEMO-")


class MembershipManager(ScopedManager["Membership"]):
    """Memberships as a user may see them: their own."""

    def for_user(self, user: User) -> models.QuerySet[Membership]:
        """Return the user's own memberships."""
        return self.for_system().filter(user_id=user.pk)


class Membership(models.Model):
    """A user's role in an operation for countries (`*` = all), on a ground, between two days (at most 12 months).

    Triggers refuse longer periods, and an administrator or auditor who also works on the case.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    countries = models.JSONField(default=list)
    ground = models.CharField(max_length=32)
    valid_from = models.DateField()
    valid_until = models.DateField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="granted")

    objects = MembershipManager()

    class Meta:
        """One row per role; nobody grants to themselves; known roles; days in order."""

        constraints = [
            models.UniqueConstraint(fields=["user", "operation", "role"], name="membership_once"),
            models.CheckConstraint(condition=~models.Q(user=models.F("granted_by")), name="membership_not_by_self"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="membership_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in operation {self.operation_id}"
