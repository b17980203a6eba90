"""git and GitHub: publishing, releases, the health issue, upgrades."""
