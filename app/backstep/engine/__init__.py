"""The training engine: numpy and the standard library only, float64 throughout.

Matrices are transposed, with one example per *column*, so that each layer's rows are contiguous and
the bias is one more column of its weight matrix: `Z = [W | b] · [A; 1]`. Public results have
PyTorch's shapes.
"""
