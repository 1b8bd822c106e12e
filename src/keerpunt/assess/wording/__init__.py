"""Plain words for every code the assessment, the jurisdiction and the triage may emit, in English and Dutch."""

from __future__ import annotations

from types import ModuleType

from keerpunt.assess.wording import dutch, english

__all__ = ["LANGUAGES", "describe", "words"]

LANGUAGES: dict[str, ModuleType] = {"en": english, "nl": dutch}


def words(group: str, language: str = "en") -> dict[str, str]:
    """Return one group of words, as `HYPOTHESES`, code to text; raises KeyError for an unknown language or group."""
    found: dict[str, str] = vars(LANGUAGES[language])[group]
    return found


def describe(code: str, language: str = "en") -> str:
    """Return what a code means: of an indicator, error check, missing condition, country conflict or reason.

    Indicator and error codes may be whole (`I07_issuer_fraud_report`), short (`I07`) or lower case. Raises KeyError for
    a code that no rule emits.
    """
    short = code[:3].upper()
    if short in words("INDICATORS", language) and (len(code) == 3 or code[3] == "_"):
        return words("INDICATORS", language)[short]
    if short in words("ERRORS", language) and (len(code) == 3 or code[3] == "_"):
        return words("ERRORS", language)[short]
    for group in ("MISSING", "REASONS"):
        if code in words(group, language):
            return words(group, language)[code]
    return _composed(code, language)


def _composed(code: str, language: str) -> str:
    """Return the text of a code that is made of a word and what it is about."""
    templates, rivals = words("TEMPLATES", language), words("HYPOTHESES", language)
    for ending in ("open", "not_examined"):
        rival = code.removesuffix(f"_{ending}")
        if rival != code and rival in rivals:
            return templates[ending].format(hypothesis=rivals[rival])
    kind, _, rest = code.partition("_")
    if kind == "contradiction":
        return templates[kind].format(indicator=words("INDICATORS", language)[rest[:3].upper()])
    if kind == "unread":
        # A reference list at hand that no room reads closes the gate as a table does.
        return templates[kind].format(table={**words("TABLES", language), **words("REFERENCES", language)}[rest])
    conflict, _, about = code.partition(":")
    basis, _, country = about.rpartition("=")
    text = words("CONFLICTS", language)[conflict]
    if bool(country) != ("{country}" in text):
        raise KeyError(code)
    return text.format(basis=words("BASES", language)[basis] if basis else "", country=country)
