"""What a forker cares for, from all that tells it: config.yml, and the papers that are named in it."""
