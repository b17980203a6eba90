"""The characters that MathJax shows for formulas: asked of MathJax itself, without a browser."""

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from preview_page.browser import PACKAGES

_SCRIPT = Path(__file__).with_name("formula_text.mjs")
_UNSEEN = re.compile(r"[\s\u200b\u2061-\u2064\\]|\\\\")


def missing() -> str:
    """Why no formula can be typeset here, or ""."""
    if shutil.which("node") is None:
        return "no node on this machine"
    return "" if (PACKAGES / "mathjax").is_dir() else "no node_modules (npm ci)"


def shown(formulas: Iterable[str]) -> Mapping[str, str | None]:
    """What each formula shows, without space; None where MathJax refuses it. Unknown macros show their names."""
    distinct = list(dict.fromkeys(formulas))
    answer = subprocess.run(
        [shutil.which("node") or "node", str(_SCRIPT), str(PACKAGES)],
        input=json.dumps(distinct),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=True,
    )
    return {
        tex: None if text is None else _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
        for tex, text in zip(distinct, json.loads(answer.stdout), strict=True)
    }
