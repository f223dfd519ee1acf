"""Stills and films of a run: moments drawn as plain shapes, written as SVG, PNG and GIF."""
