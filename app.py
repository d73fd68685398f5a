"""The explorer's entry: `streamlit run app.py`. Navigation only; everything else is in `explorer`."""

from explorer.navigation import run

run()
