"""An article's page, in a browser: by keyboard, by mouse, on paper, on a phone, without scripts."""

import re

import pytest

REF = "a.ref"


def focused(page, what):
    return page.evaluate(f"document.activeElement.{what}")


def seen(page, query):
    return page.evaluate(f"[...document.querySelectorAll({query!r})].filter(e => e.checkVisibility()).length")


def test_n_and_p_walk_through_every_finding_and_open_it(visit):
    page = visit("audited")
    hashes = page.eval_on_selector_all(REF, "links => links.map(link => link.hash)")
    assert len(hashes) > 10
    page.get_by_role("button", name="Next finding").press("Enter")
    walked = []
    for _ in hashes:
        walked.append(focused(page, "hash"))
        assert page.locator(walked[-1]).is_visible()
        assert page.locator(f"{walked[-1]} details").evaluate("fold => fold.open")
        page.keyboard.press("n")
    assert walked == hashes
    assert focused(page, "hash") == hashes[0]
    page.keyboard.press("p")
    assert focused(page, "hash") == hashes[-1]


def test_letters_are_no_commands_outside_the_article(visit):
    page = visit("ordinary")
    page.locator(".weights a").first.focus()
    page.keyboard.press("n")
    assert "ref" not in focused(page, "className")


def test_tab_reaches_everything_and_leaves(visit):
    page = visit("ordinary")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, summary')].filter(e => e.checkVisibility()).length"
    )
    reached = []
    for _ in range(wanted + 1):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.outerHTML.slice(0, 200) + document.activeElement.className")
        )
    assert reached[-1].startswith("<body")
    assert sum(text.startswith('<a class="ref') for text in reached) == page.locator(REF).count()


def test_a_finding_opens_in_place_and_leads_back(visit):
    page = visit("audited")
    ref = page.locator("a.ref.warning").first
    note = page.locator(ref.get_attribute("href"))
    paragraph = ref.locator("xpath=ancestor::div[contains(@class, 'block ')]")
    assert paragraph.locator(f"[id='{note.get_attribute('id')}']").count() == 1
    assert not note.get_by_role("list").is_visible()
    ref.press("Enter")
    assert note.get_by_role("list").is_visible()
    assert note.get_by_text("Fix:").is_visible()
    note.locator("a.number").press("Enter")
    assert page.evaluate("location.hash").endswith("-m")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(
    ("box", "query"),
    [("show-error", ".error"), ("show-warning", ".warning"), ("show-fam-claims", ".fam-claims")],
)
def test_filters_hide_their_findings_and_no_others(visit, scripts, box, query):
    page = visit("ordinary", java_script_enabled=scripts)
    if not scripts:  # nothing can be asked of such a page but what it shows
        page.locator(f".{box}").uncheck()
        assert not page.locator(f".note{query}").first.is_visible()
        assert page.locator(f".text .note:not({query}):not(.info)").first.is_visible()
        return
    hidden, others = seen(page, f".note{query}"), seen(page, f".note:not({query})")
    assert hidden
    page.locator(f".{box}").press("Space")
    assert seen(page, f":is(.note, .ref, .marker, .fixes li){query}") == 0
    assert seen(page, f".note:not({query})") == others
    assert page.eval_on_selector(f"mark{query}", "mark => getComputedStyle(mark).borderBottomWidth") == "0px"
    page.locator(f".{box}").press("Space")
    assert seen(page, f".note{query}") == hidden


def test_a_source_lights_up_all_it_is_credited_with_and_nothing_else(visit):
    page = visit("audited")
    link = page.locator(".weights a").first
    source = link.get_attribute("data-s")
    for act in (link.focus, page.locator(f"a.source[data-s='{source}']").first.hover):
        page.get_by_role("button", name="Next finding").focus()
        page.mouse.move(2, 2)
        assert page.locator(".lit").count() == 0
        act()
        assert page.locator(".lit").count() == page.locator(f"[data-s='{source}']").count()
        assert page.locator(f".content.lit[data-s='{source}']").count() > 2
        assert page.locator(f".strip .lit[data-s='{source}']").count()
    page.locator(f"a.source[data-s='{source}']").first.click()
    assert page.evaluate("location.hash") == f"#{source}"


def test_without_scripts_marks_ledger_and_findings_are_there(visit):
    page = visit("ordinary", java_script_enabled=False)
    assert page.locator("mark").first.is_visible()
    assert page.locator(".ledger tbody tr").count() == 3
    assert not page.locator(".walk").is_visible()
    folded = page.locator(".remarks .note").first
    assert not folded.is_visible()
    page.locator(".remarks > summary").first.click()
    assert folded.is_visible()


def test_paper_has_the_reasons_and_no_controls(visit):
    page = visit("ordinary", color_scheme="dark")
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
    page.emulate_media(media="print")
    assert not page.locator(".layers").is_visible()
    assert all(page.eval_on_selector_all(".remarks", "folds => folds.map(fold => fold.open)"))
    assert seen(page, ".note.first > details[open]") == 6  # seven findings, of six rules
    assert seen(page, ".note > details") == 6
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("name", ["audited", "hostile", "index"])
@pytest.mark.parametrize("width", [360, 760, 1440])
def test_nothing_is_wider_than_the_screen(visit, name, width):
    page = visit(name, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def faults(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=WCAG).response
    assert found["passes"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [
        ("audited", "light", 360),
        ("audited", "dark", 1440),
        ("whole", "light", 1440),
        ("whole", "dark", 360),
        ("index", "light", 1440),
        ("index", "dark", 360),
    ],
)
def test_axe_finds_nothing_against_wcag_2_aa(visit, name, scheme, width):
    page = visit(name, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert faults(page) == []


def test_axe_finds_nothing_in_what_people_do_either(visit):
    page = visit("audited", color_scheme="dark")
    page.locator(".weights a").first.focus()
    assert page.locator(".lit").count()
    assert faults(page) == []
    page.get_by_role("button", name="Next finding").click()
    assert faults(page) == []
    for box in page.locator(".layers input").all():
        box.uncheck()
    assert seen(page, ".note") == 0
    assert faults(page) == []


def test_axe_finds_nothing_in_a_sorted_and_searched_index(visit):
    page = visit("many")
    page.locator(".index").get_by_role("button", name="Notes").click()
    page.get_by_role("searchbox").fill("council")
    assert faults(page) == []


def test_an_article_that_attacks_stays_text(visit):
    page = visit("hostile")
    assert page.locator("h1").inner_text().startswith("<script>alert(1)</script>")
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, [src]").count() == 0
    names = page.evaluate("[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())")
    assert not [name for name in names if name.startswith("on")]
    links = page.eval_on_selector_all("a", "links => links.map(link => link.getAttribute('href'))")
    assert not [link for link in links if not link.startswith(("#", "https://example.org/"))]
