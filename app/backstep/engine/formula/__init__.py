"""Formulas: a parser, a graph of gates, values forward and derivatives backward."""
