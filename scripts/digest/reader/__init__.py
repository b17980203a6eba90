"""The archive as a static site: HTML pages, a search, and files for machines, all made from data/."""
