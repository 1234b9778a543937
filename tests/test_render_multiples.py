"""Small multiples: the same scale for all, gaps where nothing is known, and the picture in words."""

import pytest

from audit.render.page.multiples import Cell, Series, multiples

MONTHS = ("March 2031", "April 2031", "May 2031", "June 2031")


def test_charts_share_a_scale_unless_they_measure_different_things():
    small = Series(name="Sport", values=(0.0, 0.1, 0.2, 0.1))
    large = Series(name="Politics", values=(0.4, 0.3, 0.2, 0.1))
    shared = multiples("By desk", "", MONTHS, (small, large))
    assert [panel.top for panel in shared.panels] == ["50%", "50%"]
    assert shared.panels[0].points[2].y == pytest.approx(0.6)
    own = multiples("Measures", "", MONTHS, (small, large), shared=False)
    assert [panel.top for panel in own.panels] == ["20%", "50%"]
    assert own.panels[0].points[2].y == 0


def test_a_line_breaks_where_nothing_is_known():
    (panel,) = multiples("", "", MONTHS, (Series(name="Sport", values=(0.5, 1.0, None, 0.0)),)).panels
    assert panel.lines == ("0,500 333,0",)
    assert [point.words for point in panel.points] == ["March 2031: 50%", "April 2031: 100%", "June 2031: 0%"]
    assert panel.points[-1][:2] == (1.0, 1.0)


def test_the_picture_is_told_in_words_and_as_a_table():
    series = Series(name="Hedges", values=(2.25, 3.0, None, 1.0), weights=(9, 2, 0, 5), show="{:.1f}".format)
    made = multiples("Over time", "", MONTHS, (series,))
    (panel,) = made.panels
    assert panel.words == (
        "Hedges: 2.2 in March 2031, 1.0 in June 2031; lowest 1.0 in June 2031, highest 3.0 in April 2031."
    )
    assert panel.latest == "1.0"
    assert [point.is_few for point in panel.points] == [False, True, False]
    assert made.rows[1:3] == (("April 2031", (Cell("3.0", 2),)), ("May 2031", (Cell("—", 0),)))


def test_a_comparison_is_drawn_on_the_same_scale_and_counts_for_it():
    series = Series(name="Sport", values=(0.1, 0.1, 0.1, 0.1), behind=(0.9, None, 0.2, 0.3))
    (panel,) = multiples("", "", MONTHS, (series,)).panels
    assert panel.top == "100%"
    assert panel.behind == ("667,800 1000,700",)


@pytest.mark.parametrize(
    ("values", "top", "words"),
    [
        ((None, None, None, None), "100%", "Sport: no figures."),
        ((None, 0.0, None, None), "100%", "Sport: 0% in April 2031, and no other figures."),
        ((None, 0.21, None, None), "25%", "Sport: 21% in April 2031, and no other figures."),
        ((None, 0.5, None, None), "50%", "Sport: 50% in April 2031, and no other figures."),
    ],
)
def test_few_figures_are_no_trouble(values, top, words):
    (panel,) = multiples("", "", MONTHS, (Series(name="Sport", values=values),)).panels
    assert (panel.top, panel.words, panel.lines) == (top, words, ())


def test_ranges_stretch_the_scale_but_for_those_of_nothing():
    ranges = ((0.1, 0.3), None, (0.0, 0.9), (0.1, 0.2))
    series = Series(name="Sport", values=(0.2, 0.2, 0.0, 0.15), weights=(20, 3, 20, 20), fewest=10, ranges=ranges)
    made = multiples("", "", MONTHS, (series,))
    (panel,) = made.panels
    assert panel.top == "50%"
    assert [point.is_few for point in panel.points] == [False, True, False, False]
    assert [point.reach for point in panel.points] == [
        pytest.approx((0.4, 0.8)),
        None,
        (0.0, 1.0),
        pytest.approx((0.6, 0.8)),
    ]
    assert made.rows[0][1] == (Cell("20% (10% to 30%)", 20),)
    assert panel.points[2].words == "May 2031: 0% (0% to 90%)"
