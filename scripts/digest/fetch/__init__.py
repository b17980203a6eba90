"""The fetch stage: reading arXiv through its query API, its feed and OAI-PMH."""
