"""Words of the web app itself: where a lead stands in people's work, and short forms for tags and lists.

What the core concludes is worded by the core (`keerpunt.assess.wording`), in the same languages.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

HYPOTHESES = {
    "holder": gettext_lazy("The holder acted"),
    "household": gettext_lazy("Someone in the household acted"),
    "stolen_data": gettext_lazy("A thief used the data"),
    "fabricated": gettext_lazy("The payment was made up"),
    "taken_over": gettext_lazy("The account was taken over"),
    "identity_theft": gettext_lazy("Someone posed as the holder"),
    "data_error": gettext_lazy("Records were joined wrongly"),
}
SHORT_HYPOTHESES = {
    "holder": gettext_lazy("holder"),
    "household": gettext_lazy("household"),
    "stolen_data": gettext_lazy("stolen data"),
    "fabricated": gettext_lazy("fabricated"),
    "taken_over": gettext_lazy("taken over"),
    "identity_theft": gettext_lazy("identity theft"),
    "data_error": gettext_lazy("data error"),
}
SHORT_GATES = {"review_ready": gettext_lazy("ready for review"), "unresolved": gettext_lazy("unresolved")}
SHORT_GRADES = {
    "none": gettext_lazy("none"),
    "weak": gettext_lazy("weak"),
    "moderate": gettext_lazy("moderate"),
    "moderately_strong": gettext_lazy("moderately strong"),
    "strong": gettext_lazy("strong"),
    "very_strong": gettext_lazy("very strong"),
    "extremely_strong": gettext_lazy("extremely strong"),
    "unknown": gettext_lazy("unknown"),
}
SHORT_SUGGESTIONS = {
    "investigation": gettext_lazy("investigation"),
    "warning_talk": gettext_lazy("warning talk"),
    "minor_route": gettext_lazy("route for minors"),
    "enquire_first": gettext_lazy("enquire first"),
    "refer_abroad": gettext_lazy("refer abroad"),
    "none": gettext_lazy("none"),
    "unknown": gettext_lazy("unknown"),
}
SHORT_ASKS = {
    "read_source": gettext_lazy("unread source"),
    "psp_checks": gettext_lazy("payment provider: checks"),
    "psp_disputes": gettext_lazy("payment provider: disputes"),
    "issuer_fraud": gettext_lazy("card's bank: fraud reports"),
    "bank_holder": gettext_lazy("bank: holder"),
    "isp_assignment": gettext_lazy("access provider: line"),
    "email_holder": gettext_lazy("e-mail provider: holder"),
    "phone_holder": gettext_lazy("phone provider: holder"),
    "exchange_holder": gettext_lazy("exchange: holder"),
    "register_civil": gettext_lazy("civil register"),
    "register_household": gettext_lazy("household register"),
    "register_criminal": gettext_lazy("criminal register"),
    "register_position_of_trust": gettext_lazy("positions of trust"),
    "sealed_comparison": gettext_lazy("sealed comparison"),
    "law_profile": gettext_lazy("law profile reviewed"),
    "human_judgement": gettext_lazy("a person, with a reason"),
}
SHORT_STATES = {
    "supports": gettext_lazy("findings for it"),
    "against": gettext_lazy("findings against it"),
    "unknown": gettext_lazy("open"),
    "not_examined": gettext_lazy("not examined"),
}
LEAD_STATES = {
    "unresolved": gettext_lazy("unresolved"),
    "ready": gettext_lazy("ready"),
    "in_review": gettext_lazy("in review"),
    "judged": gettext_lazy("judged"),
    "proposed": gettext_lazy("proposed"),
    "returned": gettext_lazy("returned"),
    "decided": gettext_lazy("decided"),
    "referred": gettext_lazy("referred"),
    "acted": gettext_lazy("acted upon"),
    "closed": gettext_lazy("closed"),
    "excluded": gettext_lazy("excluded"),
}
CATEGORIES = {
    "unresolved_payer": gettext_lazy("unresolved payer"),
    "suspect": gettext_lazy("suspect"),
    "convicted": gettext_lazy("convicted"),
    "victim": gettext_lazy("victim"),
    "witness_contact": gettext_lazy("witness or contact"),
    "other": gettext_lazy("other"),
}
LINK_BASES = {
    "stated_in_record": gettext_lazy("stated in the record"),
    "key_equal": gettext_lazy("equal key"),
    "linked": gettext_lazy("linked by comparison"),
    "human": gettext_lazy("judged by a person"),
    "unknown": gettext_lazy("unknown"),
}
YES_NO = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no"), "unknown": gettext_lazy("unknown")}
ZONE_BASES = {
    "in_record": gettext_lazy("zone in the record"),
    "source_setting": gettext_lazy("zone documented for the source"),
    "assumed": gettext_lazy("zone assumed"),
    "unknown": gettext_lazy("zone unknown"),
}
PRECISIONS = {
    "second": gettext_lazy("to the second"),
    "minute": gettext_lazy("to the minute"),
    "day": gettext_lazy("to the day"),
    "ambiguous_hour": gettext_lazy("hour that occurs twice"),
    "unknown": gettext_lazy("precision unknown"),
}
