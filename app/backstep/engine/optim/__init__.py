"""Optimizers: their updates, as programs over all parameters and step by step for one."""
