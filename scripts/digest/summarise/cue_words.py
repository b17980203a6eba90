"""The words by which an abstract's sentences show what they are for, and the order in which they stand: all weights.

A weight is what a cue says for a role, in the logarithm of its odds, and where negative against it: 1 is a hint, 3 is
nearly proof. They are set by hand: what to count as a cue was read from real abstracts, and how much it counts was
corrected where such abstracts came out wrong.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Weights(NamedTuple):
    """What a cue says for each role that a sentence can have."""

    reason: float = 0.0
    """What was there before: background, and what is missing."""
    made: float = 0.0
    """What the authors made or did."""
    how: float = 0.0
    """How it works, or how it was done."""
    found: float = 0.0
    """What came of it."""
    aside: float = 0.0
    """None of these: what it was tried on, where the code is."""


OPENINGS: Mapping[str, Weights] = {
    # What others do, and what is missing.
    "however yet unfortunately nevertheless nonetheless": Weights(reason=2.5, how=-1.5),
    "although despite while whereas but": Weights(reason=1.5, how=-1, found=0.3),
    "existing current prior previous traditional conventional standard many most recent recently": Weights(
        reason=3.5, made=-2, how=-2
    ),
    "as with since because when": Weights(reason=0.7),
    "background motivation introduction": Weights(reason=3),
    # What the authors did about it.
    "here ours": Weights(made=2.5, how=0.5),
    "to-address to-bridge to-close to-fill to-mitigate to-overcome to-solve to-tackle to-this": Weights(
        made=2, how=0.3
    ),
    "to-our to-the": Weights(made=1, aside=1.5),  # "to our knowledge"
    "motivated inspired": Weights(made=1.5, how=0.7),
    "objective purpose aims aim": Weights(made=3),
    # How.
    "specifically concretely given instead rather unlike": Weights(how=2.5, reason=-1),
    "first second third fourth next then subsequently": Weights(how=1.8),
    "it its": Weights(how=1.2, found=0.5),
    "our": Weights(how=0.8, found=0.8, made=0.4, reason=-2.5),
    "by using utilizing utilising leveraging building-on based-on starting-from guided-by built-on built-upon "
    "built-from drawing-on trained-on": Weights(how=1.2),
    "the-proof the-proofs our-proof our-proofs our-analysis": Weights(how=2.5, found=-0.5),
    "each": Weights(how=1),
    "to": Weights(how=0.7, made=0.7, found=-1),
    "the-key the-core the-central the-idea": Weights(how=1.5, found=0.5),
    "at-training at-inference at-test during": Weights(how=1.5),
    "in-the": Weights(how=0.8),
    "moreover furthermore additionally also": Weights(how=0.3, found=0.3),
    "method methods methodology": Weights(how=3),
    # What came of it.
    "experiments experimental experimentally extensive empirically empirical results comprehensive evaluations "
    "evaluation numerical simulations simulation ablation ablations tests": Weights(
        found=3, made=-1.5, reason=-2, how=-1
    ),
    "across compared notably crucially importantly remarkably surprisingly": Weights(found=1.5, how=-0.3),
    "on under": Weights(found=1.2),
    "in-experiments in-tests in-trials in-simulations": Weights(found=2.5),
    "overall together collectively ultimately consequently taken": Weights(found=2.5, made=-1.5),
    "evaluating evaluated applied": Weights(found=2),
    "finally": Weights(how=0.5, found=0.7),
    "conclusion conclusions findings": Weights(found=3),
    # None of these.
    "to-validate to-evaluate to-assess to-demonstrate to-test to-verify": Weights(aside=2.5, found=0.5),
    "experiments-use experiments-are experiments-were": Weights(aside=2.5, found=0.5),
    "code codes data project": Weights(aside=2),
}
"""By the word, or the two words, that a sentence begins with."""

NAME = Weights(reason=-0.8, made=-0.5, how=1.1, found=0.5)
"""Where it begins with a name such as "StarNet", mostly that of what was made."""

ACTS: Mapping[str, Weights] = {
    "propose present introduce": Weights(made=5, how=0.5),
    "develop design construct build create contribute formalize formalise define devise": Weights(made=3.8, how=1.3),
    "study investigate explore examine ask address revisit survey review consider focus aim tackle argue "
    "advocate analyse analyze conduct compare audit question envision formulate extend bridge close shift "
    "outline clarify characterise characterize classify quantify": Weights(made=3.5, how=0.5, found=0.2),
    "show prove demonstrate establish derive identify": Weights(made=1.5, found=2.2),
    "find observe conclude note obtain discover reveal achieve": Weights(found=3),
    "evaluate test benchmark validate verify experiment assess": Weights(aside=1.8, made=0.6, how=0.4, found=0.5),
    "use employ apply train leverage adopt combine learn fine-tune collect sample measure model cast treat "
    "estimate optimize optimise simulate compute encode generate annotate integrate incorporate replace add let frame "
    "initialize transform equip set": Weights(how=2, made=1.4),
    "hypothesise hypothesize": Weights(made=1.5, reason=1, how=-1),
    "lack need know": Weights(reason=3.5),
    "release open-source publish": Weights(aside=2.5, made=0.5),
    "describe report provide give offer": Weights(made=1.5, found=0.7, how=0.3),
    "discuss illustrate": Weights(made=0.7, found=0.7, how=0.3),
    "hope believe expect anticipate": Weights(found=1.5),
    "have has had can cannot could must will would may might do does are were": Weights(),
}
"""By what the authors say that they did: the verb behind "we" or "this paper"."""

ANY_ACT = Weights(made=1.4, how=1.2, reason=-1, found=0.3)
"""Where a word that is none of these stands behind "we", and so is a rarer verb."""

DONE: Mapping[str, Weights] = {
    "trained used employed estimated found obtained computed applied chosen extracted generated learned collected "
    "annotated built constructed designed converted derived represented modeled modelled initialized selected "
    "combined performed implemented done": Weights(how=1.2),
    "evaluated tested validated assessed": Weights(aside=2),
    "released available": Weights(aside=2.5),
    "withdrawn": Weights(aside=5),
}
"""By what was done to something: the word behind "is", "are", "was" or "were"."""

PROPOSED = Weights(made=3)
"""Where something is proposed; what was proposed is of others."""
AUTHORS_SPEAK = Weights(reason=-2.5)
"""Where the authors, or the paper, are spoken of."""
NO_AUTHORS = Weights(made=-2)
"""Where neither they are, nor that something was proposed."""
BY_DOING = Weights(how=1.2)
"""Where it says by doing what."""
WHICH_DOES = Weights(how=0.6)
"""Where it says of what was made what it does, "a framework that reads", or what it stands on."""
WORKS = (
    "algorithm agent approach architecture benchmark dataset engine framework mechanism method model module network "
    "optimizer paradigm pipeline procedure scheme solver strategy suite system technique toolkit"
)
"""What authors make, and ..."""
WORKS_HOW = "that which where built consisting based"
"""... what follows it where it is said how it works."""

ANYWHERE: Mapping[str, Weights] = {
    # What others do, and what is missing.
    "challenge challenges challenging limitation limitations limited lack lacks lacking remain remains difficult "
    "costly expensive bottleneck bottlenecks suffer suffers struggle struggles hinder hinders unclear underexplored "
    "unexplored prohibitive understudied scarce scarcity overlook overlooks ignore ignores neglect insufficient "
    "inadequate": Weights(reason=1.2, made=-0.3, how=-0.7, found=-0.3),
    "existing prior current previous conventional traditional often typically usually commonly widely increasingly "
    "largely primarily": Weights(reason=0.8, how=-0.3),
    "crucial critical essential important fundamental vital growing emerging emerged popular recently recent advances "
    "progress promising promise": Weights(reason=0.7, how=-0.4),
    "however although despite yet": Weights(reason=0.6, how=-0.4),
    "fail fails need needs require requires rely relies": Weights(reason=0.6),
    "motivation": Weights(reason=1, found=-1.5),
    # What the authors made.
    "novel": Weights(made=0.9),
    "framework benchmark dataset": Weights(made=0.5, how=0.2),
    "further also additionally furthermore": Weights(made=-0.8),
    "contributions": Weights(made=-1.5),  # "we make two contributions" does not say which
    # How.
    "consists comprises comprising combines combining integrates integrating employs leverages leveraging "
    "incorporates incorporating encodes encoder decoder extracts decomposes decomposing decouples formulates "
    "formulated formulating treats treating learns constructs generates generating samples distills computes maps "
    "aligns jointly adaptively optimizes optimizing exploits exploiting disentangles couples coupling unifies "
    "analyzing analysing examining comparing contains containing performs constructing captures represents "
    "processes retrieves predicts selects assigns augments aggregates maintains enforces introduces injects replaces "
    "equips fuses projects converts pairs separates": Weights(how=0.9, reason=-0.2),
    "idea insight": Weights(how=1),
    "using uses via through module modules component components stage stages two-stage step steps loss objective "
    "mechanism technique techniques pipeline strategy architecture algorithm": Weights(how=0.6),
    "based then into each where instead": Weights(how=0.35),
    # What came of it.
    "outperforms outperform outperforming surpasses surpassing surpass achieves achieving achieve improves improving "
    "improvement improvements exceeds exceeding reaches attains matches": Weights(found=1.6, reason=-0.6, how=-0.4),
    "experiments experimental demonstrate demonstrates demonstrating reveal reveals confirm confirms indicate "
    "indicates indicating suggest suggests suggesting show shows showing validate highlight highlights "
    "underscore": Weights(found=1.3, how=-0.6, reason=-0.3),
    "percent points pp times": Weights(found=0.9),
    "reduces reducing reduction finding yielding yields gains gain state-of-the-art superior competitive comparable "
    "consistently significantly substantially baseline baselines accuracy": Weights(found=0.8, how=-0.2),
    "result results findings halves doubles triples drops falls rises": Weights(found=0.7),
    "effectively enables enabling robust effective efficient faster toward towards": Weights(found=0.3),
    "than better worse higher lower fewer less most best only even while": Weights(found=0.3, how=-0.1),
    "can could": Weights(found=0.3, how=-0.3),
    "proposed": Weights(how=0.6, found=0.5, reason=-1.5),
    "not neither no never little": Weights(how=-0.5),
    # None of these.
    "code github http https publicly future": Weights(aside=1.2),
}
"""By words anywhere in a sentence, each counted once."""

PER_CENT = Weights(found=1.5, reason=-0.5, how=-0.8)
"""Where something is given in per cent, or as so many times another."""
NUMBER = Weights(found=0.6)
"""Where there is a number with decimals."""

BEGINS = Weights(reason=1.5, made=0, how=-5, found=-5, aside=-5)
"""What an abstract begins with."""
FOLLOWS = (
    Weights(reason=0.5, made=0, how=-2.5, found=-3.5, aside=-4),  # a reason
    Weights(reason=-2.5, made=-1.5, how=0.3, found=-0.5, aside=-2),  # what was made
    Weights(reason=-4, made=-1.8, how=0.4, found=-0.6, aside=-1.5),  # how
    Weights(reason=-4.5, made=-2.5, how=-2.2, found=0.7, aside=-1),  # what came of it
    Weights(reason=-5, made=-2.5, how=-1.5, found=0, aside=-0.5),  # none of these
)
"""What follows each role, in the order of the roles."""
ENDS = Weights(reason=-2, made=-1, how=-1, found=0.5, aside=0.5)
"""What an abstract ends with."""
