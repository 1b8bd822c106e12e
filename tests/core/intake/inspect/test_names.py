from __future__ import annotations

import pytest

from keerpunt.intake.inspect.names import is_header, is_identifier, looks_like, shown_names, words_of


@pytest.mark.parametrize(
    "name",
    [
        "4111111111111111", "zebedee@example.org", "NL91ABNA0417164300", "12-03-1980", "192.0.2.1", "+31612345678",
        "$2y$10$abcdefghijklmnopqrstuu", "1704189600", "https://example.org/x", "x" * 65, "a\nb", "", "12,50",
        "klant 87010112", "2024-01-02T10:00:00Z",
    ],
)  # fmt: skip
def test_a_name_that_is_a_value_is_never_shown(name):
    assert looks_like(name)
    assert shown_names(["id", name], trusted=True) == ["id", "column 2"]


@pytest.mark.parametrize("name", ["id", "Bedrag (EUR)", "Naam / Omschrijving", "order no.", "created_at", "№"])
def test_names_of_columns_are_names(name):
    assert name == "№" or not looks_like(name)


def test_a_first_line_without_known_words_is_not_taken_for_a_header():
    assert not is_header(["Jan", "de Vries", "Amersfoort"])
    assert not is_header(["id", "zebedee@example.org"])
    assert is_header(["id", "naam", "Straße"])
    assert is_header(["provider", "customer_ref", "response"])
    assert shown_names(["Jan", "de Vries"], trusted=False) == ["column 1", "column 2"]


def test_words_are_alike_however_they_are_joined():
    assert words_of("createdAt") == words_of("created_at") == words_of("Created at") == ("created", "at")


def test_identifiers_are_written_as_programs_write_them():
    assert is_identifier("wp_users")
    assert not is_identifier("Jan de Vries")
    assert not is_identifier("a4111111111111111")
