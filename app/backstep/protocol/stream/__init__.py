"""The stream: commands, and frames."""
