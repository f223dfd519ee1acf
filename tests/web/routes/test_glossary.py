"""The glossary over HTTP."""

import re

import pytest
from fastapi.testclient import TestClient

from backstep.lessons.book import LESSONS
from backstep.lessons.glossary import glossary
from backstep.texts.languages import languages


@pytest.mark.parametrize("locale", languages())
def test_it_has_every_term_under_its_anchor(web: TestClient, locale: str) -> None:
    page = web.get("/glossary", headers={"Accept-Language": locale}).text
    terms = glossary(languages()[locale])
    assert re.findall('<article class="term" id="([^"]+)"', page) == [*terms]
    for term in terms.values():
        assert f"<dfn>{term.name}</dfn>" in page


@pytest.mark.parametrize("locale", languages())
def test_every_link_within_it_leads_somewhere(web: TestClient, locale: str) -> None:
    page = web.get(f"/glossary?locale={locale}").text
    ids = re.findall(' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall('href="#([^"]+)"', page)) <= set(ids)
    for path in set(re.findall(r'href="(/lessons/[^"?]+)', page)):
        assert web.get(f"{path}?locale={locale}").status_code == 200


def test_a_page_has_the_words_of_one_language(web: TestClient) -> None:
    english = web.get("/glossary?locale=en").text
    main = english[english.index("<main") : english.index("</main>")]
    assert not re.search("[А-Яа-яЁё]", main)


@pytest.mark.parametrize("path", ["/lessons", "/lessons/downhill", "/expression", "/glossary"])
def test_pages_to_read_lead_to_it_in_their_language(web: TestClient, path: str) -> None:
    assert 'href="/glossary?locale=ru"' in web.get(f"{path}?locale=ru").text
    assert 'href="/glossary"' in web.get(path).text


@pytest.mark.parametrize("locale", languages())
@pytest.mark.parametrize("path", [*(f"/lessons/{slug}" for slug in LESSONS), "/expression"])
def test_pages_link_the_terms_that_they_explain(web: TestClient, path: str, locale: str) -> None:
    page = web.get(f"{path}?locale={locale}").text
    linked = re.findall(rf'href="/glossary\?locale={locale}#([^"]+)">([^<]+)<', page)
    terms = glossary(languages()[locale])
    assert linked == [(slug, terms[slug].name) for slug, _ in linked]
    explained = {term.slug for term in terms.values() if path == f"/lessons/{term.lesson}"}
    assert {slug for slug, _ in linked} == explained or (path == "/expression" and linked)
