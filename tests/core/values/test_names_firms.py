"""Names of firms: forms, abbreviations, numbers, slips and what a firm's name is told by."""

from __future__ import annotations

import pytest

from keerpunt.values import names
from keerpunt.values.names import Kind


def level(left: str, right: str) -> str:
    a, b = names.parse(left), names.parse(right)
    assert names.compare(a, b) is names.compare(b, a)
    return names.compare(a, b).value


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Muster Intl Bank", "Muster International Bank", "N2"),
        ("1st Muster Bank", "First Muster Bank", "N2"),
        ("First Muster Bank", "Second Muster Bank", "N7"),
        ("Brigade Forty-Four", "Brigade 44", "N2"),
        ("Brigade Forty-Four", "Brigade 45", "N7"),
        ("U.S. Department of Fish", "United States Department of Fish", "N2"),
        ("Muster & Sohn's", "Muster and Sohn's", "N2"),
        ("MusterAG", "Muster AG", "N2"),
        ("Muster Aktiengeselschaft", "Muster AG", "N2"),
        ("MUSTER EUROPE", "MUSTER EUROPE Sp. z o.o.", "N4"),
        ("Muster SA de CV", "Muster S.A. de C.V.", "N2"),
        ("Beispiel Handel/Muster Trading", "Muster Trading", "N1"),
        ("Jansen A/S", "Jansen AS", "unknown"),
        ("Jansen", "Jansen BV", "unknown"),
        ("LXC Aviation", "LAU Aviation", "N7"),
        ("N.A.B.C. Company", "A.B.C. Company", "N7"),
        ("McKenton Corporation", "McKarlon Corporation", "N7"),
        (
            "MUSTER MISSING FORM CORPORATION JOINT STOCK COMPAN",
            "Muster Missing Form Corporation Joint Stock Company",
            "N4",
        ),
    ],
)
def test_a_firm_is_compared_by_its_own_words(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Muster's", Kind.ORGANISATION),
        ("MusterAG", Kind.ORGANISATION),
        ("Muster Aviation", Kind.ORGANISATION),
        ("Muster Sp. z o.o.", Kind.ORGANISATION),
        ("BEATRIZ PEREIRA DOS SA", Kind.PERSON),
        ("Jan McDonald", Kind.PERSON),
        ("Sean O'Brien", Kind.PERSON),
    ],
)
def test_a_firm_is_told_from_a_person(raw: str, kind: Kind) -> None:
    assert names.parse(raw).kind is kind
