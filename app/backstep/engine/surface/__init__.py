"""The loss over a plane or a line through the parameters, exact at every grid point."""
