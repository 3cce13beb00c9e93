"""Editions → Markdown pages with front matter under `docs/<locale>/`.

`page.py` writes and reads an article's or policy page, `texts.py` what it remembers of its texts, `seal.py` the digest
by which an edit is seen; `listing.py` writes the home page and the archive.
"""
