"""Rules of the house that hold over the code of the web app: who may ask for every row, who opens evidence, words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import RequestFactory

import keerpunt_web
from keerpunt.assess.catalogue import ERRORS, INDICATORS
from keerpunt.assess.settles import EXACT
from keerpunt.model.schema import Kind
from keerpunt.model.tables import CANONICAL
from keerpunt.model.words import GRADES, HYPOTHESES, STATES, SUGGESTIONS
from keerpunt_web.casework.states import Category, State
from keerpunt_web.config.middleware import PrivatePages
from keerpunt_web.evidence import explain
from keerpunt_web.evidence.masking import PERSONAL, Mask
from keerpunt_web.scoping import ScopedManager, ScopeMissing

PACKAGE = Path(keerpunt_web.__file__).parent
OUR_MODELS = [m for app in ("casework", "evidence", "accounts", "audit") for m in apps.get_app_config(app).get_models()]


def calls(path: Path, name: str) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.Attribute) and node.attr == name for node in ast.walk(tree))


def imports(path: Path, name: str) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return any(alias.name == name for node in found for alias in node.names)


def test_only_services_and_managers_ask_for_every_row() -> None:
    allowed = {
        "demo.py", "audit/chain.py", "accounts/models.py", "evidence/models.py", "casework/models.py",
        "casework/services/publish.py", "accounts/services/memberships.py",
        "config/context.py",  # before log-in: whether the banner for synthetic data is needed
    }  # fmt: skip
    found = {p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.py") if calls(p, "for_system")}
    assert found == allowed


def test_only_the_evidence_app_opens_evidence() -> None:
    found = {p.relative_to(PACKAGE).parts[0] for p in PACKAGE.rglob("*.py") if imports(p, "Reader")}
    assert found == {"evidence"}


@pytest.mark.parametrize("model", [m for m in OUR_MODELS if m.__name__ != "User"], ids=lambda m: m.__name__)
def test_a_view_that_forgets_for_whom_it_asks_gets_nothing(model: type, db: None) -> None:
    assert isinstance(model._default_manager, ScopedManager)
    answers = []

    def view(_: object) -> object:
        with pytest.raises(ScopeMissing):
            model._default_manager.all()
        answers.append(model._default_manager.for_system().count())
        return {}

    PrivatePages(view)(RequestFactory().get("/"))  # type: ignore[arg-type]
    assert answers == [0]
    model._default_manager.count()


PLAIN = frozenset(
    """
    psp direction row_kind order_id instrument_kind fingerprint_scope bin expiry brand funding issuer_country chain
    status scheme initiation channel billing_country parent_psp_ref psp_ref check_kind value value_raw outcome code
    issuer product self_country locale credential_kind scope folder_id period content_scope item_count bytes event
    src_port ip_basis bytes_sent object_bytes provider provider_kind provider_country response nationality country
    address_from address_to verification verified_on customer_since linked_kind linked_scope request_id port_from
    port_to cgnat installation_country register result valid_on household_size minors_in_household similar_prior
    answered ask of_whom about_kind sent_on state answered_on judgement_id kind lead_id author blind withdrawn_by
    hotline report_no incident_type priority esp_name compromised_account third_party_reported prior_reports file_count
    files_viewed claims victim_block jurisdiction_hint legal_process_served
    dispute.reason
    """.split()  # noqa: SIM905 - a list to read, not to edit by quotes
)
"""Columns that single nobody out. A new column belongs here or in PERSONAL, by a person's decision."""


def test_every_column_is_personal_or_plain_by_decision() -> None:
    catalogue = {"material_file", "hash_entry", "list_release", "material_match", "series_overlap"}
    undecided = {
        f"{name}.{field.name}"
        for name, table in CANONICAL.items()
        for field in table.fields
        if name not in catalogue
        and field.kind not in (Kind.INSTANT, Kind.MONEY)
        and PERSONAL.isdisjoint((field.name, f"{name}.{field.name}"))
        and PLAIN.isdisjoint((field.name, f"{name}.{field.name}"))
    }
    assert not undecided
    assert not PERSONAL & PLAIN


def test_a_common_name_is_masked_in_its_own_table_alone() -> None:
    mask = Mask("L-1", lifted=False)
    assert mask.show("reason", "free text", "judgement").masked
    assert not mask.show("reason", "fraud", "dispute").masked


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_code_of_the_core_has_words(language: str) -> None:
    from django.utils import translation

    families = {
        "indicator": [entry.code for entry in (*INDICATORS, *ERRORS)],
        "hypothesis": HYPOTHESES, "short": HYPOTHESES, "state": STATES, "grade": GRADES,
        "suggestion": SUGGESTIONS, "short_suggestion": SUGGESTIONS,
        "short_ask": sorted({ask for asks in EXACT.values() for ask in asks}),
        "lead_state": State.values, "category": Category.values,
        "missing": ["contradiction_i07", "household_open", "data_error_not_examined", "unread_dispute", "e14_namesake"],
        "conflict": ["same_class", "moved:DE", "lower:issuer=LT"],
    }  # fmt: skip
    with translation.override(language):
        for family, codes in families.items():
            for code in codes:
                text = explain.words(family, code)
                assert text, code
                assert "_" not in text, f"{family} {code} has no words"
        assert explain.words("missing", "a_code_nobody_knows") == "a_code_nobody_knows"


def test_no_page_carries_words_that_only_people_may_use() -> None:
    """`suspect` is a category that a person sets; no template says it of anybody."""
    for path in PACKAGE.rglob("*.html"):
        assert not re.search(
            r"\b(suspects?|perpetrator|offender|guilty|verdachte|dader)\b", path.read_text(), re.IGNORECASE
        ), path


def test_settings_read_nothing_from_a_real_home() -> None:
    assert settings.SECRET_KEY == "only for tests"
