"""A person's own file as a data set: bytes → text → rows → columns → numbers.

Nothing in a file makes this crash: what cannot be used is told as a `Problem`, which names the line
and the column.
"""
