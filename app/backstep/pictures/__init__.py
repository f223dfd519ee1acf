"""Stills and films of a run: moments as plain shapes, written as SVG, PNG and GIF."""
