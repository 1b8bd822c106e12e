"""Which grammar the text of an entry follows: the first that matches (INTAKE.md section 4)."""

from __future__ import annotations

from keerpunt.intake.formats.mt940 import codewords, subfields
from keerpunt.intake.formats.mt940.details import ASN, FREE, NONE, Details, Side
from keerpunt.intake.formats.mt940.line import Line
from keerpunt.values.iban import has_form


def read_details(texts: list[str], line: Line) -> Details:
    """Read what the `:86:` fields of one entry say; each of `texts` is one field, joined from its lines.

    Rabobank writes the counterparty's IBAN alone on the line after `:61:`; ASN and SNS write the IBAN as the reference
    and the name on that line. From free text nothing is taken.
    """
    whole = "".join(texts)
    if codewords.matches(whole):
        details = codewords.parse(whole)
        if not details.other.account and has_form(line.supplementary):
            details.other.account = line.supplementary
        details.texts = details.texts if any(details.texts) else tuple(texts)
        return details
    if subfields.matches(whole):
        return subfields.parse(whole)
    if has_form(line.reference) and line.supplementary:
        return Details(ASN, other=Side(name=line.supplementary, account=line.reference), texts=tuple(texts))
    return Details(FREE if whole.strip() else NONE, texts=(*texts, line.supplementary))
