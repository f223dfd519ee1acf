"""What Python and the page share, and tables of cases that both must pass."""
