"""My data: how numbers are shown, who sees and saw what, taking everything along, deleting everything."""

import streamlit as st

from ui.components import my_rights, settings_form
from ui.desk import desk

here = desk()
st.title("My data")
settings_form.show(here)
my_rights.show(here)
