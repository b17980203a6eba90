r"""The feed's TeX names become Unicode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.tex.author_names import from_tex
from loopback_arxiv.answers import _tex as to_tex


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        (r"Paul Erd\H{o}s", "Paul Erdős"),
        (r"J\"urgen M\"{u}ller", "Jürgen Müller"),
        (r"Andr\'e Martin", "André Martin"),
        (r"Jos{\'e} {\'A}lvarez", "José Álvarez"),
        (r"D\'\i az \'{\i}rem Mart\'\i Example", "Díaz írem Martí Example"),
        (r"Mar\'{\i}a", "María"),
        (r"{\L}ukasz Wa\l{}\k{e}sa", "Łukasz Wałęsa"),
        (r"\L ukasz", "Łukasz"),
        (r"S\o ren Kierkeg\aa rd", "Søren Kierkegård"),
        (r"Bj{\o}rn \O{}deg{\aa}rd", "Bjørn Ødegård"),
        (r"Fran\c{c}ois Gro\ss", "François Groß"),
        (r"Fran\c cois", "François"),
        (r"\v{S}t\v{e}p\'an \v Capek", "Štěpán Čapek"),
        (r"Nguy\~{\^e}n Ph\'{\^o}", "Nguyễn Phố"),
        (r"Nguy\~{\^{e}}n \'{\^a}n", "Nguyễn ấn"),
        (r"Fu{\ss}ball \.{I}z \j", "Fußball İz ȷ"),
        (r"A.~B. Example", "A. B. Example"),
        ("Zoë Müller", "Zoë Müller"),
        ("{van der Example}", "van der Example"),
        ("", ""),
        ("Conan O'Example", "Conan O'Example"),
    ],
)
def test_accents_become_letters(tex: str, name: str) -> None:
    """Accents and letters of TeX become what they mean, the space after a name stays, braces go."""
    assert from_tex(tex) == name


@given(st.text(st.sampled_from("abcÄöüéèñőčšžçØ łß.'- "), max_size=30))
def test_names_survive_the_way_through_tex(name: str) -> None:
    """What the feed writes in TeX is read back as it was."""
    assert from_tex(to_tex(name)) == name


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever stands in the author line, reading it neither fails nor leaves a brace that is not escaped."""
    read = from_tex(text)
    assert "{" not in read.replace("\\{", "")
