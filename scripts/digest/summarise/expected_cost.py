"""What papers and their summaries usually come to, as measured: for estimates before anything is asked. Pure."""

AT_LEAST = {"cs.AI": 180, "cs.CL": 108, "cs.CV": 134, "cs.LG": 147}
"""New papers a day with a category among theirs, cross-lists included: the median of nine announcements (7 to 17 April
2026) in a listing that lacked some, so that the real number is higher."""
PAPER_TOKENS = 383
"""Of a paper as a prompt quotes it: the mean of `estimate_tokens(quoted(paper))` over the same 4,070 papers."""
OPENING_TOKENS = 115
"""The same with the opening of the abstract only, as the triage quotes it."""
TOLD_TOKENS = 86
"""Of a paper as a prompt quotes it with its summary in one sentence alone: the mean over 270 of them."""
