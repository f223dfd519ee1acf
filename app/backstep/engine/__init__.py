"""The training engine: numpy and the standard library only, float64 throughout.

Matrices are kept transposed, one example a *column*, so that each layer's rows are contiguous and
the bias is one more column of its weight matrix: `Z = [W | b] · [A; 1]`. What leaves the engine is
turned back to PyTorch's shapes.
"""
