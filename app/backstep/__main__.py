"""`python -m backstep` is the command `backstep`."""

import sys

from backstep.cli import main

sys.exit(main())
