"""The TeX of titles and abstracts, read into a tree; knows nothing of GitHub or of reports."""
