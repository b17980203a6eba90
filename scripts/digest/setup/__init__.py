"""What can be found out before the first run."""
