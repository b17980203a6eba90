"""The daily paper digest; read pipeline.py first: every stage is a module with the stage's name."""
