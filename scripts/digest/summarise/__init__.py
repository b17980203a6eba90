"""The summarise stage: by a model, or from the abstract's own sentences."""
