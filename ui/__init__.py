"""The only code that knows both Streamlit and core; pages are written in its words."""
