"""Colours and fonts of charts that leave the app: those that the app draws them with, in both themes."""

from typing import Any

from core.charts.inks import INKS

THEMES = ("light", "dark")
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


def colours(theme: str) -> dict[str, Any]:
    """Background, text, quiet text, lines, series and scale of a theme."""
    ink = INKS[theme]
    return {
        "background": ink.paper,
        "text": ink.text,
        "quiet": ink.quiet,
        "line": ink.line,
        "series": ink.series,
        "scale": ink.scale,
    }


def chart_config(theme: str) -> dict[str, Any]:
    """What the app tells the drawing library of a theme."""
    own = colours(theme)
    axis = {
        "labelColor": own["quiet"], "titleColor": own["quiet"], "gridColor": own["line"], "domainColor": own["line"],
        "tickColor": own["line"], "labelFontSize": 12, "labelFontWeight": 400,
    }  # fmt: skip
    return {
        "font": FONT,
        "background": own["background"],
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"labelPadding": 8},
        "legend": {"labelColor": own["text"], "titleColor": own["quiet"], "labelFontSize": 12},
        "header": {"labelColor": own["text"], "titleColor": own["quiet"]},
        "title": {
            "color": own["text"], "subtitleColor": own["quiet"], "anchor": "start", "fontSize": 16,
            "subtitleFontSize": 11, "fontWeight": 600, "offset": 14, "frame": "group",
        },
        "mark": {"color": own["series"][0]},
        "bar": {"fill": own["series"][0]},
        "range": {
            "category": list(own["series"]), "ramp": list(own["scale"]), "heatmap": list(own["scale"]),
            "ordinal": list(own["scale"]),
        },
    }  # fmt: skip
