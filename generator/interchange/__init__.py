"""Records ↔ the files of professional translators: XLIFF 2.1 out and in, TMX out.

In: the project's files, or a file that a translator's program has changed. Out: files to send, or corrections in the PO
records. Neither engines are asked nor pages written. Refuses what `outgoing` and `incoming` say.
"""

from __future__ import annotations

from generator.interchange.incoming import Taken, take_in
from generator.interchange.outgoing import Form, export

__all__ = ("Form", "Taken", "export", "take_in")
