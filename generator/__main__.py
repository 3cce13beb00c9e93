"""`python -m generator`: see `cli/`."""

from generator.cli import run

run()
