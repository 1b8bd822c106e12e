"""Which builds were published: the web's own copy lies in `builds/<digest>/`."""

from __future__ import annotations

from django.db import models

from keerpunt_web.accounts.models import Operation, User
from keerpunt_web.scoping import ScopedManager


class BuildRefManager(ScopedManager["BuildRef"]):
    """Builds as a user may see them."""

    def for_user(self, user: User) -> models.QuerySet[BuildRef]:
        """Return the builds of the operations the user works in."""
        return self.for_system().filter(operation__in=Operation.objects.for_user(user))


class BuildRef(models.Model):
    """A published build. One per operation is current; earlier ones stay, since gone leads refer to them."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="builds")
    digest = models.CharField(max_length=64)
    as_of = models.DateField(null=True)
    policy_digest = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField()
    is_current = models.BooleanField()
    counts = models.JSONField(default=dict)

    objects = BuildRefManager()

    class Meta:
        """A digest once per operation, and one current build."""

        constraints = [
            models.UniqueConstraint(fields=["operation", "digest"], name="build_once"),
            models.UniqueConstraint(
                fields=["operation"], condition=models.Q(is_current=True), name="build_one_current_per_operation"
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:16]
