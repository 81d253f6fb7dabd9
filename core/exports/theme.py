"""Colours and fonts of charts that leave the app: those that the app draws them with, in both themes."""

from typing import Any

THEMES = ("light", "dark")
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

_COLOURS = {
    "light": {
        "background": "#FFFFFF", "text": "#16282D", "quiet": "#566469", "line": "#D5DFE0",
        "series": ("#0072B2", "#D55E00", "#00855F", "#B0568A", "#4D6570", "#2C8FC9", "#A87300", "#8B4A2B"),
        "scale": (
            *("#EAF4F4", "#D0E7E8", "#B2D8DA", "#90C6C9", "#6CB2B6"),
            *("#4A9CA1", "#2C858B", "#166E75", "#09575D", "#044147"),
        ),
    },
    "dark": {
        "background": "#10191D", "text": "#E6EEEF", "quiet": "#A4B4BA", "line": "#31434A",
        "series": ("#56B4E9", "#F07F3C", "#2FB890", "#E08CBD", "#E6B020", "#A9BCC4", "#3F8FD6", "#D49A7A"),
        "scale": (
            *("#1A2C31", "#1B3D43", "#1A5056", "#18646B", "#1B7980"),
            *("#2D8F95", "#4BA5AA", "#71BCC0", "#9DD3D6", "#CDEAEB"),
        ),
    },
}  # fmt: skip
"""As in `.streamlit/config.toml`; a test compares them."""


def colours(theme: str) -> dict[str, Any]:
    """Background, text, quiet text, lines, series and scale of a theme."""
    return _COLOURS[theme]


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
