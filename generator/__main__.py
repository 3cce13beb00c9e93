"""`python -m generator`: see `cli/`."""

import sys

from generator.cli import main

sys.exit(main())
