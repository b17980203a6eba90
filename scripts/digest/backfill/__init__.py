"""Reports for announcements of the past."""
