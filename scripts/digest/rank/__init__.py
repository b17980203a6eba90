"""The rank stage: the best papers first, each with the words that speak for it."""
