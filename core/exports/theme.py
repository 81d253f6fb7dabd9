"""Colours and fonts of charts that leave the app: those that the app draws them with, in both themes."""

from typing import Any

from core.charts.inks import INKS

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


def chart_config(theme: str) -> dict[str, Any]:
    """What the app tells the drawing library of a theme."""
    ink = INKS[theme]
    axis = {
        "labelColor": ink.quiet, "titleColor": ink.quiet, "gridColor": ink.line, "domainColor": ink.line,
        "tickColor": ink.line, "labelFontSize": 12, "labelFontWeight": 400,
    }  # fmt: skip
    return {
        "font": FONT,
        "background": ink.paper,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"labelPadding": 8},
        "legend": {"labelColor": ink.text, "titleColor": ink.quiet, "labelFontSize": 12},
        "header": {"labelColor": ink.text, "titleColor": ink.quiet},
        "title": {
            "color": ink.text, "subtitleColor": ink.quiet, "anchor": "start", "fontSize": 16,
            "subtitleFontSize": 11, "fontWeight": 600, "offset": 14, "frame": "group",
        },
        "mark": {"color": ink.series[0]},
        "bar": {"fill": ink.series[0]},
        "range": {
            "category": list(ink.series), "ramp": list(ink.scale), "heatmap": list(ink.scale),
            "ordinal": list(ink.scale),
        },
    }  # fmt: skip
