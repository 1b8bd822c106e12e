"""Builds on disk: written once as sorted Parquet, opened by one door."""

from __future__ import annotations

from keerpunt.store.audit import AuditFile, AuditSink, names_entry, verify_audit
from keerpunt.store.build import csv_text, recover, write_build
from keerpunt.store.difference import Change, Difference, compare, first_of_each
from keerpunt.store.digest import build_digest, canonical_json, file_digests, file_sha256, sealed
from keerpunt.store.ground import reading_place, refuse_foreign
from keerpunt.store.handout import hand_out, refuse_taken
from keerpunt.store.reader import Build, Reader, open_build, table_of

__all__ = [
    "AuditFile",
    "AuditSink",
    "Build",
    "Change",
    "Difference",
    "Reader",
    "build_digest",
    "canonical_json",
    "compare",
    "csv_text",
    "file_digests",
    "file_sha256",
    "first_of_each",
    "hand_out",
    "names_entry",
    "open_build",
    "reading_place",
    "recover",
    "refuse_foreign",
    "refuse_taken",
    "sealed",
    "table_of",
    "verify_audit",
    "write_build",
]
