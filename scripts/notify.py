#!/usr/bin/env python3
"""The former name of make_release.py, for workflows that still call it."""

import os
import sys

from make_release import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
