"""Atalaya's engine: events → model → metrics → geography → charts. It never imports Streamlit."""
