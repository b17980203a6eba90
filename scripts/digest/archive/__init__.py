"""data/: the reports as data, and the ledgers beside them."""
