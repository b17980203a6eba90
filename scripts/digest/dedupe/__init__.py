"""The dedupe stage: every paper in exactly one report."""
