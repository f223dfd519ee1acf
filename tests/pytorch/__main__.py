"""Write `rows.json` again: python -m tests.pytorch, where PyTorch is installed."""

import json

from tests.pytorch.rows import ROWS, compute

ROWS.write_text(json.dumps(compute(), indent=1) + "\n", encoding="utf-8")
