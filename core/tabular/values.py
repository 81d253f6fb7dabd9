"""What text values mean: guess how a column writes instants, durations, numbers or booleans, and read it so.

Every reader takes text, a style and the spellings of missing values, never raises for a value, and gives what the
values mean and which are bad. Every guess carries its style, how sure it is, what tells it, and examples that it
cannot read.
"""

from core.tabular.booleans import guess_booleans, read_booleans
from core.tabular.duration_guesses import guess_durations
from core.tabular.durations import read_durations
from core.tabular.guess import Guess
from core.tabular.instant_guesses import guess_instants
from core.tabular.instants import Instants, days_later, read_instants
from core.tabular.missing import guess_missing
from core.tabular.numbers import guess_numbers, read_numbers

__all__ = [
    "Guess",
    "Instants",
    "days_later",
    "guess_booleans",
    "guess_durations",
    "guess_instants",
    "guess_missing",
    "guess_numbers",
    "read_booleans",
    "read_durations",
    "read_instants",
    "read_numbers",
]
