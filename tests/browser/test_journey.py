"""A person's way through the pages: by keys, by links without JavaScript, light and dark, on a small screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SCREEN, Server, Watched

REASON = "to compare the name with the file"
LEADS = "/operations/DEMO-WEB/leads/"
OPEN_CONTRADICTION = "?missing=contradiction_i07"
HALF_SCREEN = {"width": SCREEN["width"] // 2, "height": SCREEN["height"] // 2}

Analyst = Callable[..., Watched]


def press(page: Page, *keys: str) -> None:
    """Press keys once the page is whole, as a person who looks at it does."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def fits(page: Page) -> bool:
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("look", ["light", "dark"])
def test_from_log_in_to_a_source_row_by_keys(analyst: Analyst, look: str) -> None:
    page = analyst(color_scheme=look).page
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == {"light": "rgb(246, 246, 244)", "dark": "rgb(20, 23, 26)"}[look]
    assert fits(page)
    page.click("nav.rail >> text=Leads")
    expect(page.locator("[role=status]")).to_contain_text("1–100 of 312")
    assert fits(page)
    heights = page.eval_on_selector_all(".rows tbody tr", "rows => rows.map(row => row.offsetHeight)")
    assert set(heights) == {32}

    page.select_option("select[name=missing]", "contradiction_i07")
    page.select_option("select[name=country]", "DE")
    page.click("text=Filter")
    expect(page.locator("[role=status]")).to_contain_text("26 of 26")
    assert "country=DE" in page.url

    press(page, "j", "j", "k")
    code = page.locator("tbody tr >> nth=0 >> a").inner_text()
    with page.expect_navigation():
        press(page, "Enter")
    expect(page.locator("h1")).to_have_text(code)
    expect(page.locator("main")).to_contain_text("Candidate, not an established identity.")
    assert fits(page)

    press(page, "j", "s")
    drawer = page.locator("#drawer")
    expect(drawer.locator("h2")).to_have_text("2 source rows")
    expect(drawer.locator("h2")).to_be_focused()
    expect(drawer).to_contain_text("2023-03-01T10:30:00")
    expect(drawer.locator(".masked")).not_to_have_count(0)
    assert "Anna" not in page.content()
    press(page, "Escape")
    expect(drawer).to_be_empty()
    expect(page.locator("a.source >> nth=0")).to_be_focused()

    page.fill("#id_reason", REASON)
    press(page, "Enter")
    expect(page.locator("main")).to_contain_text("Unmasked for this session")
    press(page, "s")
    expect(drawer).to_contain_text("Anna <script>alert(1)</script> de Vries")
    assert page.evaluate("document.querySelectorAll('#drawer script').length") == 0


def test_the_keys_are_shown_and_off_while_typing(analyst: Analyst) -> None:
    page = analyst().page
    page.goto(page.url.rstrip("/") + "/leads/")
    press(page, "?")
    expect(page.locator("#help")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.click("text=Keys")
    expect(page.locator("#help")).to_be_visible()
    press(page, "Escape")
    press(page, "/")
    page.keyboard.type("js?")
    expect(page.locator("#search")).to_have_value("js?")
    expect(page.locator("#help")).to_be_hidden()


def test_everything_works_without_javascript(watch: Callable[..., Watched], server: Server) -> None:
    watched = watch(java_script_enabled=False)
    watched.log_in("case-officer", server.passwords["case-officer"])
    page = watched.page
    page.click("nav.rail >> text=Leads")
    page.select_option("select[name=gate]", "unresolved")
    page.click("text=Filter")
    expect(page.locator("[role=status]")).to_contain_text("of 234")
    page.click("a[rel=next]")
    expect(page.locator("[role=status]")).to_contain_text("101–200 of 234")
    page.click("tbody a >> nth=0")
    page.click("a.source >> nth=0")
    expect(page.locator("main")).to_contain_text("Place in it")
    page.click("h1 a")
    page.click("summary >> text=more")
    page.fill("#id_reason", REASON)
    page.get_by_role("button", name="Unmask").click()
    expect(page.locator("main")).to_contain_text("Unmasked for this session")
    page.click("text=Keys")
    expect(page.locator("main")).to_contain_text("next, previous row")
    page.click(".menu summary")
    page.click("text=Dark")
    assert page.locator("html").get_attribute("data-look") == "dark"
    page.click(".menu summary")
    page.click("text=Nederlands")
    expect(page.locator("main")).to_contain_text("Toetsen")
    page.click(".menu summary")
    page.click("text=Afmelden")
    expect(page.locator("h1")).to_have_text("Aanmelden")


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_a_chosen_look_goes_before_the_systems(analyst: Analyst, system: str, chosen: str) -> None:
    page = analyst(color_scheme=system).page
    before = page.evaluate("getComputedStyle(document.body).color")
    page.click(".menu summary")
    page.click(f"button[value={chosen}]")
    page.wait_for_selector(f"html[data-look={chosen}]")
    after = page.evaluate("getComputedStyle(document.documentElement).color")
    assert before != after
    page.emulate_media(media="print")
    printed = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert printed == "rgb(246, 246, 244)", "paper is always light"


@pytest.mark.parametrize("viewport", [SCREEN, HALF_SCREEN], ids=["1366x768", "at 200 %"])
@pytest.mark.parametrize("language", ["en-GB", "nl-NL"])
def test_no_page_needs_scrolling_sideways(analyst: Analyst, viewport: dict[str, int], language: str) -> None:
    page = analyst(viewport=viewport, locale=language).page
    home = page.url
    page.goto(f"{home}leads/{OPEN_CONTRADICTION}")
    lead = page.locator("tbody a").first.get_attribute("href")
    assert lead
    for address in (home, f"{home}leads/", lead, f"{lead}source/I09_repeated/", "/keys/"):
        page.goto(address if address.startswith("http") else re.sub(r"(//[^/]+).*", rf"\1{address}", home))
        assert fits(page), address


def test_controls_are_large_enough_to_hit(analyst: Analyst) -> None:
    page = analyst().page
    page.goto(page.url + "leads/" + OPEN_CONTRADICTION)
    small = "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
    controls = "main button, main select, main input:not([type=hidden]), main tbody a, th a, nav a, summary, a.source"
    assert page.eval_on_selector_all(controls, small) == []
    with page.expect_navigation():
        page.click("tbody a >> nth=0")
    assert page.eval_on_selector_all(controls, small) == []


def test_a_session_that_ended_leads_to_log_in_and_not_into_the_drawer(analyst: Analyst) -> None:
    watched = analyst()
    page = watched.page
    page.goto(page.url + "leads/" + OPEN_CONTRADICTION)
    page.click("tbody a >> nth=0")
    page.context.clear_cookies()
    page.click("a.source >> nth=0")
    expect(page.locator("h1")).to_have_text("Log in")
    assert "next=" in page.url
