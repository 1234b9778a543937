"""The index, in a browser: sorted, searched, and with a thousand articles."""

import pytest


def column(page, heading, table=".index"):
    """What the rows of a table that are shown sort by in the column of that heading."""
    headings = page.eval_on_selector_all(f"{table} thead th", "cells => cells.map(cell => cell.textContent.trim())")
    query = f"{table} tbody tr:not([hidden]) > :nth-child({headings.index(heading) + 1})"
    return page.eval_on_selector_all(query, "cells => cells.map(cell => cell.dataset.value ?? cell.textContent.trim())")


def numbers(page, heading, table=".index"):
    return [float(cell) for cell in column(page, heading, table)]


def test_of_a_thousand_articles_the_worst_hundred_are_shown_until_more_are_wanted(visit):
    page = visit("many")
    assert len(column(page, "Article")) == 100
    assert set(numbers(page, "Errors")) == {2}
    page.get_by_role("button", name="Show all 1000 articles").press("Enter")
    errors = numbers(page, "Errors")
    assert len(errors) == 1000
    assert errors == sorted(errors, reverse=True)
    assert page.locator(".index tbody tr").nth(100).locator("a").evaluate("link => link === document.activeElement")
    assert not page.locator(".more").is_visible()


def test_it_sorts_a_thousand_articles_by_keyboard(visit):
    page = visit("many")
    notes = page.locator(".index").get_by_role("columnheader", name="Notes").get_by_role("button")
    notes.press("Enter")
    assert set(numbers(page, "Notes")) == {2}
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Notes")
    notes.press("Enter")
    assert set(numbers(page, "Notes")) == {0}  # the hundred of another order
    page.get_by_role("button", name="Show all").press("Enter")
    assert numbers(page, "Notes") == sorted(numbers(page, "Notes"))
    assert len(set(numbers(page, "Notes"))) == 2
    page.locator(".index").get_by_role("columnheader", name="Article", exact=True).get_by_role("button").press("Enter")
    assert "Harbor" in column(page, "Article")[-1]


def test_what_is_found_is_shown_though_it_stands_after_the_first_hundred(visit):
    page = visit("many")
    assert not [text for text in column(page, "Article") if "Council" in text]
    page.get_by_role("searchbox").fill("council")
    assert len(column(page, "Article")) == 100
    assert page.get_by_role("status").inner_text() == "500 of 1000"
    page.get_by_role("button", name="Show all 500 articles").click()
    assert len([text for text in column(page, "Article") if "Council" in text]) == 500


def test_paper_has_all_articles(visit):
    page = visit("many")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(column(page, "Article")) == 1000


def test_it_finds_words_of_title_and_path(visit):
    page = visit("index")
    page.get_by_role("searchbox").fill("BRIDGE stories")
    assert len(column(page, "Article")) == 1
    assert page.get_by_role("status").inner_text() == "1 of 2"
    page.get_by_role("searchbox").fill("nowhere")
    assert column(page, "Article") == []
    page.get_by_role("searchbox").fill("")
    assert len(column(page, "Article")) == 2


def test_desks_sort_too_and_leave_the_articles_alone(visit):
    page = visit("many")
    before = column(page, "Article")
    assert column(page, "Desk", "#desk .sortable")[:3] == ["Desk 0", "Desk 1", "Desk 10"]
    page.locator("#desk .sortable").get_by_role("button", name="Articles with errors").click()
    shares = numbers(page, "Articles with errors", "#desk .sortable")
    assert shares == sorted(shares, reverse=True)
    assert column(page, "Article") == before


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_trends_are_told_in_words_and_figures(visit, scripts):
    page = visit("many", java_script_enabled=scripts)
    page.get_by_role("link", name="Over time").click()
    errors = page.locator("#over-time").get_by_role("img").first
    assert errors.get_attribute("aria-label").startswith("Articles with errors: 100% in Jan 2031, 100% in Jun 2031")
    figures = page.locator("#over-time").get_by_role("region")
    assert not figures.is_visible()
    page.locator("#over-time summary").click()
    assert figures.get_by_role("row").count() == 1 + 6
    assert "Jun 2031" in figures.get_by_role("row").last.inner_text()


def test_every_group_is_drawn_within_its_chart(visit):
    page = visit("many")
    spilt = """charts => charts.filter(chart => {
        const box = chart.getBoundingClientRect();
        return [...chart.querySelectorAll('polyline, circle')].some(mark => {
            const own = mark.getBoundingClientRect();
            return own.top < box.top - 4 || own.bottom > box.bottom + 4 || own.left < box.left - 6;
        });
    }).length"""
    assert page.locator(".multiples svg[role=img]").count() == 6 + 12
    assert page.eval_on_selector_all(".multiples svg[role=img]", spilt) == 0


def test_without_scripts_it_is_a_whole_list_with_links(visit):
    page = visit("many", java_script_enabled=False)
    assert page.locator(".index tbody tr").count() == 1000
    assert page.locator(".index tbody tr").last.is_visible()
    assert not page.get_by_role("searchbox").is_visible()
    assert not page.get_by_role("button").count()
    page.locator(".index a").first.click()
    assert page.locator("h1").inner_text() == "Harbor bridge to close for repairs"
