"""The stream: commands, events and frames."""
