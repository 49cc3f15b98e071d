"""Streamlit pages, components, charts, words."""
