"""The live form: the ways to the limit stand beside the verdict, and come by a request of their
own."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from httpx2 import Response

from tests.desk.conftest import Browser, text_of

Of = Callable[[str], Browser]


def file_in(page: str) -> str:
    """The project file that stands in the form."""
    return unescape(page.partition('class="file">\n')[2].partition("</textarea>")[0])


def typed(applicant: Browser, act: str, asked: str = "", amount: str = "18 万t") -> Response:
    """The answer of the form to a button, or to a script."""
    page = applicant.get("/assess?sector=cement-clinker")
    text = file_in(page)
    form = page.partition('name="form" value="')[2].partition('"')[0]
    return applicant.client.post(
        "/assess",
        data={"form": form, "act": act, "text": text, "v.sources.0.amount": amount},
        headers={"X-Live": asked} if asked else {},
    )


def test_the_ways_to_the_limit_come_by_a_button(browser: Of) -> None:
    """Without a script the page has a button for them; it shows the candidates of the catalogue."""
    applicant = browser("applicant")
    before = typed(applicant, "assess").text
    assert 'name="act" value="options"' in before
    assert 'class="candidates"' not in before
    after = typed(applicant, "options").text
    assert 'class="candidates"' in after
    assert "至多减排" in text_of(after)


def test_the_ways_to_the_limit_come_alone(browser: Of) -> None:
    """A script gets them alone, after the verdict, which says whether there are any."""
    applicant = browser("applicant")
    verdict = typed(applicant, "assess", "1").text
    assert 'data-options="yes"' in verdict
    assert 'id="options"' not in verdict
    options = typed(applicant, "options", "options").text
    assert 'id="options"' in options
    assert 'class="candidates"' in options
    assert 'id="result"' not in options


def test_what_is_not_above_the_limit_has_no_ways(browser: Of) -> None:
    """Where the verdict is that the project is admitted, nothing is offered."""
    applicant = browser("applicant")
    assert 'data-options="no"' in typed(applicant, "assess", "1", "12 万t").text
    page = typed(applicant, "options", amount="12 万t").text
    assert 'class="candidates"' not in page
    assert 'id="options"' in page
    assert page.partition('id="options"')[2].partition(">")[0].endswith("hidden")


def test_the_form_holds_the_same_file_in_both_languages(browser: Of) -> None:
    """Chinese words are marked on an English page, and never in what a field brings along."""
    applicant = browser("applicant")
    pages = [applicant.get(f"/assess?sector=cement-clinker&lang={x}") for x in ("en", "zh")]
    assert file_in(pages[0]) == file_in(pages[1])
    assert not re.search(r"<option[^>]*>[^<]*<(?!/option>)", pages[0])
