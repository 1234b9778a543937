"""The page of an archive, in a browser: both themes, every width, without scripts, with names that attack."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audit.cli.app import app
from tests.trends_archive import Story, ordinary_stories, write_archive

EVIL = '<img src=x onerror="alert(1)"></title><script>alert(1)</script>' + "long" * 60


def renamed(story: Story) -> Story:
    return replace(story, outlet=EVIL, desk="d" * 200) if story.outlet == "Herald" else story


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of an ordinary page, and of one of an archive that attacks."""
    folder = tmp_path_factory.mktemp("trends")
    stories = {"ordinary": ordinary_stories(), "hostile": [renamed(story) for story in ordinary_stories()]}
    found = {}
    for name, some in stories.items():
        archive = write_archive(folder / "archives" / name, some)
        by = [part for dimension in ("outlet", "desk", "month", "author") for part in ("--by", dimension)]
        result = CliRunner().invoke(app, ["trends", str(archive), "--output-dir", str(folder / name), *by])
        assert result.exit_code == 0, result.output
        found[name] = Path(folder / name / "trends.html").as_uri()
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_against_wcag_2_aa(visit, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = visit("ordinary", color_scheme=scheme, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    tags = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = Axe().run(page, options=tags).response
    assert found["passes"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


@pytest.mark.parametrize("name", ["ordinary", "hostile"])
@pytest.mark.parametrize("width", [360, 760, 1440])
def test_nothing_is_wider_than_the_screen(visit, name, width):
    page = visit(name, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_all_is_there(visit):
    page = visit("ordinary", java_script_enabled=False)
    assert page.locator("script").count() == 0
    assert page.get_by_role("row", name="Herald").first.is_visible()
    assert page.locator(".multiples polyline").first.is_visible()
    table = page.locator(".multiples details table").first
    assert not table.is_visible()
    page.locator(".multiples summary").first.click()
    assert table.is_visible()


def test_every_picture_is_told_in_words(visit):
    page = visit("ordinary")
    chart = page.get_by_role("img", name="Herald: ").first
    assert "2031-01" in chart.get_attribute("aria-label")
    pictures = page.locator("main svg:not(svg svg)")
    assert pictures.count() > 50
    untold = pictures.evaluate_all(
        "all => all.filter(svg => !svg.ariaLabel && svg.getAttribute('aria-hidden') !== 'true').length"
    )
    assert untold == 0
    for cell in page.locator(".dots:not(.rates) td:has(svg)").all():
        assert any(character.isdigit() for character in cell.inner_text())


def test_few_articles_are_seen_without_colour(visit):
    page = visit("ordinary")
    gazette = page.get_by_role("row", name="Gazette").first
    assert gazette.locator("circle.few").count() == gazette.locator("circle").count() == 5
    assert gazette.locator("line.reach").count() == 0
    fills = {
        kind: page.locator(f".dots circle{kind}").first.evaluate("dot => getComputedStyle(dot).fill")
        for kind in (".few", ":not(.few)")
    }
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fills[".few"] == paper != fills[":not(.few)"]


def test_names_that_attack_stay_text(visit):
    page = visit("hostile")
    assert page.locator("script, img, iframe, object, [src], [onerror]").count() == 0
    assert page.get_by_role("rowheader", name="onerror").first.is_visible()
