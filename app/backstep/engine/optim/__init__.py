"""Optimizers: their updates, as programs over all parameters and worked out for one."""
