"""Profiles: text files that say how an analyst's own table becomes the model's rows; suggested, previewed, kept."""

from core.profiles.against import against
from core.profiles.batches import batches, read_file
from core.profiles.before import loaded_by
from core.profiles.compared import beside, compared
from core.profiles.known import Known
from core.profiles.preview import Preview, preview
from core.profiles.profile import Mapped, Profile
from core.profiles.reading import read_profile
from core.profiles.several import Looked, Seen, judged, look, see
from core.profiles.shelf import Entry, Opened, Shelf
from core.profiles.suggest import Suggested, Suggestion, suggest, suggest_mapped
from core.profiles.suited import in_own_encoding, table_by
from core.profiles.use import find_profile, reading_by
from core.profiles.writing import write_profile, write_suggestion
from core.store.kept_folder import NEW

__all__ = [
    "NEW",
    "Entry",
    "Known",
    "Looked",
    "Mapped",
    "Opened",
    "Preview",
    "Profile",
    "Seen",
    "Shelf",
    "Suggested",
    "Suggestion",
    "against",
    "batches",
    "beside",
    "compared",
    "find_profile",
    "in_own_encoding",
    "judged",
    "loaded_by",
    "look",
    "preview",
    "read_file",
    "read_profile",
    "reading_by",
    "see",
    "suggest",
    "suggest_mapped",
    "table_by",
    "write_profile",
    "write_suggestion",
]
