"""The daily paper digest; read pipeline.py first, and docs/how-it-works.md for the packages and their floors."""
