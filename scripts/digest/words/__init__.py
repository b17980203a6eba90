"""English words as they are compared: stems, acronyms, sentences, and how common each word is."""
