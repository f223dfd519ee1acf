"""backstep: see how a neural network learns."""

import os

# The engine's matrices are small: one BLAS thread is faster than a pool, and keeps the order of
# additions, and so the bits, the same from run to run. It must be set before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
