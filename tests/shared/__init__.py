"""What Python and the page both state, and tables of cases that both must get right."""
