"""Maps: a small frame of places → a deck that draws without any request to the internet."""

from core.maps.atlas import atlas
from core.maps.colours import DARK, LIGHT, Scheme
from core.maps.deck import CompactDeck, picked
from core.maps.lands import divided, lands, middles
from core.maps.legend import LegendStep, legend

__all__ = [
    "DARK",
    "LIGHT",
    "CompactDeck",
    "LegendStep",
    "Scheme",
    "atlas",
    "divided",
    "lands",
    "legend",
    "middles",
    "picked",
]
