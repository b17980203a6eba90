"""What a person at a terminal and GitHub Actions see of a run."""
