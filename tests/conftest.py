"""How hypothesis chooses its examples: the same ones each time, so that a change is judged by what it does.

`make search` lets it look for new ones at random; what it finds becomes an `@example` of its test.
"""

import os

from hypothesis import settings

settings.register_profile("fixed", derandomize=True)
settings.register_profile("search", derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
