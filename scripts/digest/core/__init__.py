"""What all of the digest speaks of: papers and reports, arXiv's calendar, errors, files."""
