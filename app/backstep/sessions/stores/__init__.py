"""Where sessions are kept: in memory for now, behind the interface a database will have."""
