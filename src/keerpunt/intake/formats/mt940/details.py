"""What `:86:` says about an entry, by the first grammar that matches (INTAKE.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field

CODEWORDS, GERMAN, ASN, FREE, NONE = "codewords", "german", "asn", "free_text", "none"
"""The grammars: Dutch codewords, German sub-fields, ASN's reference and name, free text, and no text at all."""

GRAMMARS = {
    CODEWORDS: "codewords",
    GERMAN: "German sub-fields",
    ASN: "IBAN in the reference",
    FREE: "free text",
    NONE: "no text",
}


@dataclass(slots=True)
class Side:
    """One side of a movement as the text names it; `''` is unknown."""

    name: str = ""
    account: str = ""
    bic: str = ""
    address: str = ""


@dataclass(slots=True)
class Details:
    """What a text says: references, the sides it names, texts in which an order may be named.

    `other` is the side that the grammar calls the counterparty without saying which one it is; `ordering` pays,
    `beneficiary` receives, `ultimate` stands behind the payer. `gvc` is the German transaction code, `batch` the number
    of the bank's batch, `product` the name of its product, `returned` that the text itself speaks of a return.
    """

    grammar: str
    end_to_end: str = ""
    mandate: str = ""
    creditor: str = ""
    other: Side = field(default_factory=Side)
    ordering: Side = field(default_factory=Side)
    beneficiary: Side = field(default_factory=Side)
    ultimate: str = ""
    texts: tuple[str, ...] = ()
    gvc: str = ""
    batch: str = ""
    product: str = ""
    returned: bool = False
