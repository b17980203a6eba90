"""What other programs read: reports as JSON, and the addresses that the site needs in full. Pure.

docs/reader.md describes the JSON; a change that breaks what reads it gets another `schema`.
"""

import json
from typing import Any

from digest.core.report import Entry, Listing, Report

SCHEMA = 1
_SUMMARY = ("status", "language", "one_sentence", "motivation", "method", "conclusion", "keywords", "model")


def report_json(report: Report, *, whole: bool) -> str:
    """A report; that of an old one has no abstracts, and counts its listed papers without naming them."""
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "date": str(report.date),
        "page": f"reports/{report.date}.html",
        "categories": report.categories,
        "papers": [_entry(entry, whole=whole) for entry in report.papers],
        "also_count": len(report.also),
        "also": [_listing(listing) for listing in report.also] if whole else None,
    }
    # What no file can hold was taken from the texts where they entered; a lone surrogate would be written as \udxxx.
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode() + "\n"


def _entry(entry: Entry, *, whole: bool) -> dict[str, Any]:
    left_out = None if whole else {"abstract"}
    paper = entry.paper.model_dump(mode="json", exclude_none=True, exclude=left_out)
    summary = entry.summary.model_dump(mode="json", include=set(_SUMMARY), exclude_none=True)
    return {**paper, "links": entry.paper.links.model_dump(), "score": entry.score.total, "summary": summary}


def _listing(listing: Listing) -> dict[str, Any]:
    return listing.model_dump(mode="json", exclude_none=True)
