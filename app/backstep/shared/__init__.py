"""What Python and the page share: the data in static/shared, and numbers as text."""
