"""The pages of casework. A view asks a selector or a service and renders; it decides nothing itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from keerpunt_web.accounts.models import Operation, User
from keerpunt_web.accounts.permissions import find_operation, visible_operations
from keerpunt_web.casework.forms import UnmaskForm
from keerpunt_web.casework.list_query import read_query
from keerpunt_web.casework.models import Lead
from keerpunt_web.casework.permissions import OPEN, UNMASK, may_open, may_see_leads
from keerpunt_web.casework.selectors.lead import find_lead, may_unmask, view_lead, view_rows
from keerpunt_web.casework.selectors.leads import list_leads
from keerpunt_web.casework.selectors.overview import view_overview
from keerpunt_web.casework.services.unmask import unmask as unmask_lead
from keerpunt_web.config.requests import user_of
from keerpunt_web.evidence.explain import about
from keerpunt_web.evidence.masking import Mask

UNMASKED = "unmasked"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the user's operations; go straight on where there is one."""
    operations = visible_operations(user_of(request))
    if len(operations) == 1:
        return redirect("overview", operation=operations[0].code)
    return render(request, "casework/home.html", {"operations": operations})


@require_GET
def overview(request: HttpRequest, operation: str) -> HttpResponse:
    """Show what was read and what came of it; no person is on this page."""
    user = user_of(request)
    found = _operation(user, operation)
    context = {"operation": found, "view": view_overview(user=user, operation=found)}
    return render(request, "casework/overview.html", context | _rail(user, found, "overview"))


@require_GET
def leads(request: HttpRequest, operation: str) -> HttpResponse:
    """Show the leads that the user may see, as the address filters and orders them."""
    user = user_of(request)
    found = _operation(user, operation)
    if not may_see_leads(user, operation):
        raise Http404
    query = read_query(request.GET)
    page = list_leads(user=user, operation=found, query=query)
    opens = {lead.code for lead in page.leads if may_open(user, lead.operation_id, lead.country, lead.state)}
    context = {"operation": found, "query": query, "page": page, "opens": opens}
    return render(request, "casework/leads.html", context | _rail(user, found, "leads"))


@require_GET
def lead(request: HttpRequest, operation: str, code: str) -> HttpResponse:
    """Show a lead: for, against, unknown and missing at equal weight."""
    return _lead_page(request, operation, code, UnmaskForm())


@require_GET
@vary_on_headers("HX-Request")
def source(request: HttpRequest, operation: str, code: str, of: str) -> HttpResponse:
    """Show the source rows behind a statement: in the drawer, or as a page where there is no JavaScript."""
    user = user_of(request)
    found = _lead(user, operation, code)
    rows = view_rows(user=user, lead=found, of=of, mask=_mask(request, found))
    if not rows:
        raise Http404
    context = {"operation": found.operation, "lead": found, "about": about(of), "rows": rows}
    if request.headers.get("HX-Request") == "true":
        return render(request, "casework/parts/source.html", context)
    return render(request, "casework/source.html", context | _rail(user, found.operation, "leads"))


@require_POST
def unmask(request: HttpRequest, operation: str, code: str) -> HttpResponse:
    """Unmask one lead for this session, with a typed reason that goes into the log first."""
    user = user_of(request)
    found = _lead(user, operation, code, UNMASK)
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return _lead_page(request, operation, code, form, status=422)
    unmask_lead(user=user, lead=found, reason=form.cleaned_data["reason"])
    request.session[UNMASKED] = sorted({*request.session.get(UNMASKED, []), found.code})
    return redirect("lead", operation=operation, code=code)


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys, for whoever has no JavaScript and so no overlay."""
    return render(request, "casework/keys.html")


def _lead_page(request: HttpRequest, operation: str, code: str, form: UnmaskForm, status: int = 200) -> HttpResponse:
    user = user_of(request)
    found = _lead(user, operation, code)
    mask = _mask(request, found)
    view = view_lead(user=user, lead=found, mask=mask)
    if view is None:
        raise Http404
    context = {
        "operation": found.operation,
        "lead": found,
        "evidence": view.evidence,
        "masked": not mask.lifted,
        "may_unmask": may_unmask(user=user, lead=found),
        "form": form,
    }
    return render(request, "casework/lead.html", context | _rail(user, found.operation, "leads"), status=status)


def _operation(user: User, code: str) -> Operation:
    found = find_operation(user, code)
    if found is None:
        raise Http404
    return found


def _lead(user: User, operation: str, code: str, action: str = OPEN) -> Lead:
    """Return the lead, or the one 404 that an absent lead and one outside the memberships share."""
    found = find_lead(user=user, operation_code=operation, code=code, action=action)
    if found is None:
        raise Http404
    return found


def _mask(request: HttpRequest, lead: Lead) -> Mask:
    return Mask(scope=lead.code, lifted=lead.code in request.session.get(UNMASKED, []))


def _rail(user: User, operation: Operation, here: str) -> dict[str, object]:
    return {"sees_leads": may_see_leads(user, operation.code), "here": here}
