"""All that people read on GitHub, rendered from data/: reports, indexes, the feed and releases."""
