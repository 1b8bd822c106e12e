"""The lead page: four columns of one weight, pseudonyms until unmasked, every value with its way to the source."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from keerpunt_web.casework.models import Lead
from keerpunt_web.evidence.records import record_ref
from tests.web import builds
from tests.web.conftest import Browser, lead_url

pytestmark = pytest.mark.django_db

REASON = {"reason": "to compare the name with the file"}
SECRETS = (
    "Anna",
    "Berend",
    "anna1@mail.example.org",
    "1980-05-04",
    "canary-user-1",
    "192.0.2.7",
    "4242",
    "canary-about",
)


def refs(client: Client, lead: Lead) -> list[str]:
    return sorted(set(re.findall(r"/source/([0-9a-zA-Z_]+)/", client.get(lead_url(lead)).text)))


def test_nothing_calls_the_candidate_established(leads: list[Lead], browser: Browser) -> None:
    page = browser().get(lead_url(leads[3])).text
    assert "Candidate, not an established identity." in page
    assert "uspect" not in page
    assert "%" not in re.sub(r"<[^>]+>", "", page), "no percentage"


def test_for_against_unknown_and_missing_stand_side_by_side(leads: list[Lead], browser: Browser) -> None:
    page = browser().get(lead_url(leads[1])).text
    sides = re.findall(
        r'<section class="panel side (\w+)"><h2><span>(\w+)</span> <span class="number">(\d+)</span>', page
    )
    assert [side[:2] for side in sides] == [
        ("supports", "For"), ("contradicts", "Against"), ("unknown", "Unknown"), ("missing", "Missing"),
    ]  # fmt: skip
    assert [int(side[2]) for side in sides] == [6, 2, 34, 4]
    assert page.index("Reports of fraud") < page.index("The check of the billing address"), "strongest first"
    assert "1 more" in page, "five are shown, the rest unfolds"
    assert "An open contradiction: reports of fraud" in page


def test_every_hypothesis_has_a_state_in_words_and_what_would_change_it(leads: list[Lead], browser: Browser) -> None:
    page = browser().get(lead_url(leads[1])).text
    table = page[page.index('<table class="rivals">') : page.index("</table>")]
    assert table.count('<tr><th scope="row">') == 7
    for words in ("not examined", "findings for it", "findings against it", "open", "household register"):
        assert words in table
    assert "more to be expected if" in page
    assert "Nothing here is a probability" in page


def test_statements_are_typed_without_colour(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    page = client.get(lead_url(leads[1])).text
    assert '<span class="type assessment">assessment</span>' in page
    assert '<span class="type assessment">assessment — rule</span>' in page
    source = client.get(lead_url(leads[1], "source", "I09_repeated")).text
    assert '<span class="type fact">fact</span>' in source


def test_names_and_identifiers_are_masked_until_a_reason_is_typed(leads: list[Lead], browser: Browser) -> None:
    client, lead = browser(), leads[1]
    pages = [client.get(lead_url(lead)).text]
    pages += [client.get(lead_url(lead, "source", ref)).text for ref in refs(client, lead)]
    assert len(pages) > 4
    for page in pages:
        for secret in SECRETS:
            assert secret not in page, secret
    assert client.post(lead_url(lead, "unmask"), {"reason": "short"}).status_code == 422
    assert "Anna" not in client.get(lead_url(lead)).text
    assert client.post(lead_url(lead, "unmask"), REASON).url == lead_url(lead)
    text = client.get(lead_url(lead)).text
    text += "".join(client.get(lead_url(lead, "source", ref)).text for ref in refs(client, lead))
    for secret in SECRETS:
        assert secret in text, secret


def test_unmasking_holds_for_one_lead_one_user_and_one_session(leads: list[Lead], browser: Browser) -> None:
    client, other = browser(), browser()
    client.post(lead_url(leads[1], "unmask"), REASON)
    assert "Anna" in client.get(lead_url(leads[1])).text
    assert "Anna" not in client.get(lead_url(leads[2])).text
    assert "Anna" not in other.get(lead_url(leads[1])).text
    client.logout()
    assert client.get(lead_url(leads[1])).status_code == 302


def test_equal_values_have_equal_marks_within_a_lead_alone(leads: list[Lead], browser: Browser) -> None:
    client = browser()

    def mark(lead: Lead, number: int) -> str:
        page = client.get(lead_url(lead, "source", record_ref(builds.payment_key(number, 0)))).text
        found = re.search(r'title="[^"]*">payer_name</th><td><span class="masked">.*?</span>(\w+)</span>', page)
        assert found
        return found.group(1)

    assert mark(leads[1], 1) != mark(leads[2], 2)
    page = client.get(lead_url(leads[1], "source", "I09_repeated")).text
    assert page.count(mark(leads[1], 1)) == 2, "both payments name the same payer"


def test_a_name_with_markup_is_shown_as_text(leads: list[Lead], browser: Browser) -> None:
    client, lead = browser(), leads[1]
    client.post(lead_url(lead, "unmask"), REASON)
    page = client.get(lead_url(lead)).text + client.get(lead_url(lead, "source", "I09_repeated")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Anna &amp; Berend d&#x27;Example" in page


def test_a_source_row_shows_file_place_origin_original_text_and_zone(leads: list[Lead], browser: Browser) -> None:
    page = browser().get(lead_url(leads[1], "source", "I09_repeated")).text
    for text in (
        f"{1:064x}", "line:1", "psp:stripe", "independent of the platform", "2023-03-01 09:30:00 UTC",
        "2023-03-01T10:30:00", "Europe/Copenhagen", "zone documented for the source", "to the second", "10.00 EUR",
        "2025-01-01", "from unit",
    ):  # fmt: skip
        assert text in page, text
    unknown = page[page.index("unknown here") :]
    assert "payer_phone" in unknown, "what is unknown is named, never blank"


def test_with_javascript_the_rows_come_alone_and_without_it_as_a_page(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    address = lead_url(leads[1], "source", "I09_repeated")
    part = client.get(address, headers={"HX-Request": "true"})
    page = client.get(address)
    assert "<html" not in part.text
    assert part.text.strip() in page.text.replace('<div class="panel page-rows">', "")
    assert "HX-Request" in page["Vary"]
    assert "data-source-rows" in part.text


def test_parts_of_a_joint_record_open_the_record(leads: list[Lead], browser: Browser) -> None:
    ref = record_ref("subscriber:example-bank:C1")
    client = browser()
    assert ref in refs(client, leads[1])
    assert "document" in client.get(lead_url(leads[1], "source", ref)).text


def test_a_gone_lead_still_opens_in_the_build_that_had_it(
    leads: list[Lead], browser: Browser, tmp_path: object
) -> None:
    from keerpunt_web.casework.services.publish import publish

    publish(builds.write(tmp_path / "b", range(5)))  # type: ignore[operator]
    page = browser().get(lead_url(leads[11])).text
    assert "the newest build no longer holds it" in page


def test_a_build_of_another_policy_shows_no_sums_of_ours(db: None, browser: Browser, tmp_path: object) -> None:
    from keerpunt_web.casework.services.publish import publish

    inputs = {"inputs": {"as_of": "2025-03-01", "policy": "p" * 64}}
    publish(builds.write(tmp_path / "b", range(2), run=inputs))  # type: ignore[operator]
    page = browser().get(lead_url(Lead.objects.first())).text  # type: ignore[arg-type]
    assert "made with another policy" in page
    assert "more to be expected" not in page
