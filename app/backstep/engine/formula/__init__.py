"""Formulas: a parser, and a graph of gates with values forward and derivatives backward."""
