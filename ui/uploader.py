"""The field into which files are put, in the reader's words: what Streamlit writes in it is English."""

import json
from typing import Any

import streamlit as st

from ui.words import say

STYLE = """<style>
[data-testid=stFileUploaderDropzone] button p,
[data-testid=stFileUploaderDropzoneInstructions] span {{ display: none; }}
[data-testid=stFileUploaderDropzone] button [data-testid=stMarkdownContainer]::after {{ content: {choose}; }}
[data-testid=stFileUploaderDropzoneInstructions] > div::after {{ content: {most}; font-size: 0.875rem; }}
</style>"""
"""Hidden words are read out to nobody; those that are put in their place are."""


def uploader(label: str, **options: Any) -> Any:
    """What `st.file_uploader` gives."""
    size = f"{st.get_option('server.maxUploadSize') / 1000:g} GB"
    words = {"choose": say("upload.choose"), "most": say("upload.most", size=size)}
    st.html(STYLE.format(**{name: json.dumps(text, ensure_ascii=False) for name, text in words.items()}))
    return st.file_uploader(label, **options)
