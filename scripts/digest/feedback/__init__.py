"""Taps on papers, which come as issues of the repository: read, counted once, answered and closed."""
