"""Maps: a small frame of places → a deck that draws without any request to the internet."""

from core.maps.choropleth import choropleth
from core.maps.circles import circles
from core.maps.colours import DARK, LIGHT, Scheme
from core.maps.deck import CompactDeck, picked
from core.maps.legend import LegendStep, legend

__all__ = ["DARK", "LIGHT", "CompactDeck", "LegendStep", "Scheme", "choropleth", "circles", "legend", "picked"]
