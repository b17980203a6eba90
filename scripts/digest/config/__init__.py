"""What a forker writes: config.yml, prompts, and where arXiv is."""
