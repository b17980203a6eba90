"""The bundled tables hold stems and counts only, and say which words are rare and where they are topics."""

from digest.console.command import ROOT
from digest.words.background import background
from digest.words.terms import stem

TABLES = ROOT / "scripts" / "digest" / "words"


def test_rare_words_weigh_more_than_common_ones() -> None:
    """A word of most abstracts weighs little, one of a topic more, and one that was never seen the most."""
    table = background()
    assert 0 < table.rarity("model") < table.rarity("diffus") < table.rarity("zyzzyva")


def test_words_lean_to_the_categories_where_they_are_topics() -> None:
    """Pictures are a topic of computer vision, translation one of language; an unknown word leans nowhere."""
    table = background()
    assert table.leaning({stem("segmentation"): 1.0})["cs.CV"] > 0 > table.leaning({stem("segmentation"): 1.0})["cs.CL"]
    assert table.leaning({stem("translation"): 1.0})["cs.CL"] > 0
    assert set(table.leaning({"zyzzyva": 1.0}).values()) == {0.0}
    assert table.leaning({}) == {}


def test_a_pair_is_rarer_than_its_words() -> None:
    """Two words stand side by side in fewer papers than each; a pair that was never seen is as rare as can be."""
    table = background()
    assert (
        max(table.rarity("languag"), table.rarity("model")) < table.rarity("languag model") < table.rarity("rye bread")
    )
    assert table.rarity("rye bread") == table.rarity("zyzzyva")
    assert 0 < table.share("languag model") < table.share("model") < 1


def test_the_tables_are_small_and_hold_no_text() -> None:
    """Each line is a stem or a pair with counts, or an acronym with a few stems; all are below 300 KB together."""
    names = ("background.txt", "pairs.txt", "acronyms.txt")
    assert sum((TABLES / name).stat().st_size for name in names) < 300_000
    _, _, *lines = (TABLES / "background.txt").read_text("ascii").splitlines()
    assert all(set("".join(line.split(" ")[1:])) <= set("0123456789:") for line in lines)
    assert all(
        len(row) == 3 and row[2].isdigit()
        for row in map(str.split, (TABLES / "pairs.txt").read_text("ascii").splitlines())
    )
    assert max(len(line.split()) for line in (TABLES / "acronyms.txt").read_text("ascii").splitlines()) <= 9
