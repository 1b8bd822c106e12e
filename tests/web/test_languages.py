"""English and Dutch are complete: every text of the code has its Dutch, and the compiled file is the written one."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.test import Client

import keerpunt_web
from keerpunt_web.casework.models import Lead
from tests.web.conftest import CODE, Browser, lead_url, leads_url

PACKAGE = Path(keerpunt_web.__file__).parent
FOLDER = PACKAGE / "locale" / "nl" / "LC_MESSAGES"
MARKERS = ("_", "gettext", "gettext_lazy")
ENTRY = re.compile(r'^(msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$')


def entries() -> list[dict[str, str]]:
    """Read the written file: one dict per entry, by keyword."""
    found: list[dict[str, str]] = []
    for block in (FOLDER / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]:
        entry: dict[str, str] = {}
        for line in block.splitlines():
            if match := ENTRY.match(line):
                entry[match.group(1)] = ast.literal_eval(match.group(2))
        found.append(entry)
    return found


def texts_of_code() -> set[str]:
    texts = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
                texts.add(ast.literal_eval(node.args[0]))
    return texts


def texts_of_templates() -> set[str]:
    texts = set()
    for path in (PACKAGE / "templates").rglob("*.html"):
        template = engines["django"].from_string(path.read_text(encoding="utf-8")).template
        for node in template.nodelist.get_nodes_by_type(TranslateNode):
            texts.add(str(node.filter_expression.var.literal))
        for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
            texts.add(node.render_token_list(node.singular)[0])
    return texts


def test_every_text_has_its_dutch_and_none_is_left_over() -> None:
    needed = texts_of_code() | texts_of_templates()
    held = {entry["msgid"] for entry in entries()}
    assert len(needed) > 200
    assert needed - held == set()
    assert held - needed == set()
    for entry in entries():
        for keyword, text in entry.items():
            assert text, f"{entry['msgid']}: {keyword} is empty"
        places = re.findall(r"%\(\w+\)s", entry["msgid"])
        for keyword, text in entry.items():
            assert sorted(re.findall(r"%\(\w+\)s", text)) == sorted(places), f"{keyword}: {text}"


def test_the_compiled_file_is_the_written_one() -> None:
    with (FOLDER / "django.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for entry in entries():
        if "msgid_plural" in entry:
            for number, form in ((1, "msgstr[0]"), (2, "msgstr[1]")):
                assert compiled.ngettext(entry["msgid"], entry["msgid_plural"], number) == entry[form]
        else:
            assert compiled.gettext(entry["msgid"]) == entry["msgstr"]


@pytest.mark.django_db
def test_pages_speak_the_language_that_was_chosen(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    client.post("/look/", {"language": "nl", "next": "/"})
    for address, text in (
        (f"/operations/{CODE}/", "Van accounts naar sporen"),
        (leads_url(), "1–12 van 12"),
        (lead_url(leads[1]), "Kandidaat, geen vastgestelde identiteit."),
        (lead_url(leads[1]), "Meldingen van fraude"),
        (lead_url(leads[1]), "eerder te verwachten"),
    ):
        page = client.get(address).text
        assert '<html lang="nl"' in page
        assert text in page
    client.post("/look/", {"language": "xx", "next": "/"})
    assert "Sporen" in client.get(leads_url()).text, "a language nobody knows changes nothing"


@pytest.mark.django_db
def test_the_browsers_language_counts_before_one_is_chosen() -> None:
    assert "Aanmelden" in Client(headers={"accept-language": "nl-BE,nl;q=0.9"}).get("/log-in/").text
    assert "Log in" in Client(headers={"accept-language": "hu"}).get("/log-in/").text
