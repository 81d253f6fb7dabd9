"""The catalogue of metrics: one file a subject, all of them in METRICS once this package is imported."""

from importlib import import_module

from core.metrics.catalogue import catalogue, named, related
from core.metrics.house import in_force
from core.metrics.measure import Formula, Measure, Ratio
from core.metrics.metric import METRICS, Metric, Text
from core.metrics.own import read_own
from core.metrics.variants import VARIANTS, Variant
from core.metrics.words import describe

SUBJECTS = (
    "volume",
    "abandonment",
    "follow_ups",
    "service",
    "queues",
    "handling",
    "efforts",
    "responses",
    "outcomes",
    "transfers",
    "offers",
    "agents",
    "hours",
    "places",
    "attributes",
    "reported",
)
"""The files of the catalogue, in the order in which it is shown."""

SUBJECT_OF: dict[str, str] = {}
"""The subject of each metric: the file that declares it."""

for subject in SUBJECTS:
    import_module(f"{__name__}.{subject}")
    SUBJECT_OF |= {name: subject for name in METRICS if name not in SUBJECT_OF}

__all__ = [
    "METRICS",
    "SUBJECTS",
    "SUBJECT_OF",
    "VARIANTS",
    "Formula",
    "Measure",
    "Metric",
    "Ratio",
    "Text",
    "Variant",
    "catalogue",
    "describe",
    "in_force",
    "named",
    "read_own",
    "related",
]
