"""Which questions could settle what a lead misses (the asks of ASSESSMENT.md section 8), as data."""

from __future__ import annotations

EXACT: dict[str, tuple[str, ...]] = {
    "household": ("register_household", "email_holder", "phone_holder", "sealed_comparison"),
    "stolen_data": ("psp_checks", "psp_disputes", "issuer_fraud", "isp_assignment"),
    "fabricated": ("psp_checks", "isp_assignment", "read_source"),
    "taken_over": ("psp_checks", "isp_assignment", "read_source"),
    "identity_theft": ("bank_holder",),
    "data_error": ("bank_holder", "register_civil"),
    "one_origin_only": ("bank_holder", "isp_assignment", "email_holder", "psp_checks"),
    "no_independent_party": ("email_holder", "phone_holder", "psp_checks", "bank_holder", "isp_assignment"),
    "ip_single_point": ("isp_assignment",),
    "no_verified_record": ("bank_holder",),
    "identity_conflict": ("human_judgement",),
    "rival_identity": ("email_holder", "phone_holder"),
    "age_unknown": ("register_civil", "bank_holder"),
    "minor_indicated": ("register_civil",),
    "deceased": ("register_civil",),
    "country_unknown": ("register_civil", "bank_holder"),
    "country_conflict": ("register_civil",),
    "law_unknown": ("law_profile",),
    "law_no_offence": ("law_profile",),
    "no_settled_payment": ("psp_disputes", "human_judgement"),
    "scope_mixed": ("read_source",),
    "special_account": ("human_judgement",),
    "e01": ("register_civil",),
    "e02": ("register_civil",),
    "e03": ("human_judgement",),
    "e04": ("human_judgement",),
    "e05": ("isp_assignment",),
    "e06": ("isp_assignment",),
    "e07": ("email_holder", "phone_holder", "bank_holder"),
    "e08": ("bank_holder",),
    "e09": ("isp_assignment",),
    "e10": ("isp_assignment",),
    "e11": ("isp_assignment",),
    "e12": ("bank_holder",),
    "e13": ("bank_holder", "human_judgement"),
    "e14": ("bank_holder", "register_civil"),
}


def asks_for(code: str) -> tuple[str, ...]:
    """Return the asks that could settle a missing code; a contradiction is settled by a human with a reason alone."""
    if code in EXACT:
        return EXACT[code]
    if code.startswith("contradiction_"):
        return ("human_judgement",)
    if code.startswith("unread_"):
        return ("read_source",)
    if code[:3] in EXACT:
        return EXACT[code[:3]]
    return EXACT[code.removesuffix("_open").removesuffix("_not_examined")]
