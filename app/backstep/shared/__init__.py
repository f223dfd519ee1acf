"""What Python and the page both do: their common data in static/shared, and numbers as text."""
