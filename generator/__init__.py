"""Articles written in one language, published as a searchable static site in many. Start with `pipeline.py`."""
