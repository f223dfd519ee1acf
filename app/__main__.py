"""`python -m app` is the command `backstep`."""

import sys

from app.cli import main

sys.exit(main())
