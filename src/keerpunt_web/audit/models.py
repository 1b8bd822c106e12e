"""The log: entries, the leads each one touched, and the free text that the chain knows only by its hash."""

from __future__ import annotations

from django.db import models

from keerpunt_web.scoping import ScopedManager


class Verb(models.TextChoices):
    """The six of LED article 25, and three of our own."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    AUTHENTICATION = "authentication"
    DECISION = "decision"
    ADMINISTRATION = "administration"


class AuditEntry(models.Model):
    """One act. `line` is the canonical JSON as hashed; `hash` = SHA-256(prev_hash || line).

    Triggers refuse UPDATE, DELETE and an INSERT that does not continue the chain. `actor` is a user or system id, never
    a name. `what` names the page or act; `objects` lie in AuditSubject and in `line`.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    instant_utc = models.DateTimeField()
    actor = models.CharField(max_length=64)
    verb = models.CharField(max_length=16, choices=Verb.choices)
    what = models.CharField(max_length=32)
    count = models.PositiveIntegerField()
    justification_hash = models.CharField(max_length=64, blank=True)
    recipient = models.CharField(max_length=200, blank=True)
    build_digest = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    line = models.TextField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = ScopedManager["AuditEntry"]()

    class Meta:
        """Known verbs only."""

        constraints = [models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="audit_verb_known")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class AuditSubject(models.Model):
    """An object that an entry touched, each row of a list included (LAW.md L11)."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="subjects")
    object_id = models.CharField(max_length=64, db_index=True)

    objects = ScopedManager["AuditSubject"]()

    def __str__(self) -> str:
        return self.object_id


class Payload(models.Model):
    """Free text of an append-only row, which itself holds only SHA-256(salt || text)."""

    owner_table = models.CharField(max_length=64)
    owner_id = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    text = models.TextField()

    objects = ScopedManager["Payload"]()

    class Meta:
        """One text per row."""

        constraints = [models.UniqueConstraint(fields=["owner_table", "owner_id"], name="payload_one_per_owner")]

    def __str__(self) -> str:
        return f"{self.owner_table} {self.owner_id}"
