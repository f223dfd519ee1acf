"""An uploaded file as a data set: bytes → text → rows → columns → numbers.

Nothing in a file makes this code raise: what cannot be used is reported as a `Problem`, which names
the line and the column.
"""
