"""The index, in a browser: sorted, searched, and with a thousand articles."""


def column(page, number):
    query = f".index tbody tr:not([hidden]) > :nth-child({number})"
    return page.eval_on_selector_all(query, "cells => cells.map(cell => cell.dataset.value ?? cell.textContent.trim())")


def test_it_sorts_a_thousand_articles_by_keyboard(visit):
    page = visit("many")
    errors = [int(cell) for cell in column(page, 2)]
    assert len(errors) == 1000
    assert errors == sorted(errors, reverse=True)
    button = page.get_by_role("button", name="Notes")
    button.press("Enter")
    notes = [int(cell) for cell in column(page, 4)]
    assert notes == sorted(notes, reverse=True)
    assert len(set(notes)) > 1
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Notes")
    button.press("Enter")
    assert [int(cell) for cell in column(page, 4)] == sorted(notes)
    page.get_by_role("button", name="Article").press("Enter")
    assert "Harbor" in column(page, 1)[-1]


def test_it_finds_words_of_title_and_path(visit):
    page = visit("index")
    page.get_by_role("searchbox").fill("BRIDGE stories")
    assert len(column(page, 1)) == 1
    assert page.get_by_role("status").inner_text() == "1 of 2"
    page.get_by_role("searchbox").fill("nowhere")
    assert column(page, 1) == []
    page.get_by_role("searchbox").fill("")
    assert len(column(page, 1)) == 2


def test_without_scripts_it_is_a_whole_list_with_links(visit):
    page = visit("index", java_script_enabled=False)
    assert page.locator(".index tbody tr").count() == 2
    assert not page.get_by_role("searchbox").is_visible()
    page.locator(".index a").first.click()
    assert page.url.endswith("ordinary.html")
