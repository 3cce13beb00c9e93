"""Editions → Markdown pages with front matter under `docs/<locale>/`.

`page.py` writes and reads an article's or policy page, `listing.py` the home page and the archive.
"""
