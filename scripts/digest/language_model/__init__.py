"""Talking to the API of a language model: requests, refusals, retries and the budget of a run."""
