"""Previews of some Markdown files: HTML, light and dark, with what GitHub would drop; and pictures of them."""

import os
import sys
from pathlib import Path

from digest.core.errors import ConfigurationError
from preview_page import page, page_html
from preview_page.browser import CHECKOUT, DESK, PACKAGES, PHONE, View, look, missing
from preview_page.formulas import refused_macros


def preview(files: list[Path], out: Path, *, no_pictures: bool) -> int:
    """Write the previews of `files`, or of the demo's newest report, into `out`; returns how many faults they have.

    Raises ConfigurationError where there is no such file.
    """
    files = [file.resolve() for file in files] or _newest_report(CHECKOUT / "demo" / "daily")
    if absent := [str(file) for file in files if not file.is_file()]:
        raise ConfigurationError(f"There is no such file: {', '.join(absent)}.")
    if not files:
        raise ConfigurationError("There is no report in demo/daily/ yet: run `make demo`, or name a file.")

    out.mkdir(parents=True, exist_ok=True)
    names = _names(files)
    faults = 0
    for file in files:
        faults += _report_faults(file)
        for suffix in ("", ".dark"):
            target = out / f"{names[file]}{suffix}.html"
            target.write_text(_html(file, names, suffix, out), encoding="utf-8")
        print(out / f"{names[file]}.html")
    if no_pictures:
        return faults
    if reason := missing():
        print(f"no screenshots: {reason}", file=sys.stderr)
        return faults
    faults += _take_pictures([names[file] for file in files], out)
    return faults


def _newest_report(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].md"))[-1:]


def _names(files: list[Path]) -> dict[Path, str]:
    """The name of each file's preview: that of the file, with its folder's in front where two are called the same."""
    stems = [file.stem for file in files]
    return {
        file: file.stem if stems.count(file.stem) == 1 else "-".join((*file.parts[-3:-1], file.stem)) for file in files
    }


def _html(file: Path, names: dict[Path, str], suffix: str, out: Path) -> str:
    def rewrite(address: str) -> str:
        name = names.get((file.parent / address).resolve())
        return f"{name}{suffix}.html" if name else Path(os.path.relpath(file.parent / address, out)).as_posix()

    return page_html(
        file.read_text(encoding="utf-8"),
        title=file.name,
        packages=Path(os.path.relpath(PACKAGES, out)).as_posix(),
        dark=bool(suffix),
        rewrite_link=rewrite,
    )


def _report_faults(file: Path) -> int:
    shown = page(file.read_text(encoding="utf-8"))
    faults = [f"the sanitiser removes {what}" for what in dict.fromkeys(shown.removed)]
    faults += [f"the link {link} leads nowhere" for link in dict.fromkeys(shown.broken_links)]
    faults += [f"GitHub refuses \\{name} in {tex}" for tex in shown.formulas for name in refused_macros(tex)]
    for fault in faults:
        print(f"{file.name}: {fault}", file=sys.stderr)
    return len(faults)


def _take_pictures(names: list[str], out: Path) -> int:
    views = [
        View(
            file=out.resolve() / f"{name}{suffix}.html",
            width=width,
            height=height,
            shots={what: str(out.resolve() / f"{name}{suffix}-{width}-{what}.png") for what in ("first", "full")},
        )
        for name in names
        for suffix, (width, height) in (("", DESK), ("", PHONE), (".dark", DESK), (".dark", PHONE))
    ]
    faults = 0
    for seen in look(views):
        where = f"{seen.file.name} at {seen.width} px"
        lines = [f"MathJax: {failure.message} in {failure.tex}" for failure in seen.failed]
        lines += [f"sticks out: {what}" for what in seen.wide] + list(seen.script_errors)
        faults += len(lines)
        lines += [f"scrolls sideways (no fault): {what}" for what in seen.sideways]
        for line in lines:
            print(f"{where}: {line}", file=sys.stderr)
    print(f"screenshots: {out}/*.png")
    return faults
