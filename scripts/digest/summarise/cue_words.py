"""The words by which an abstract's sentences show what they are for.

They are looked for in small letters: to ignore the case takes Python several times as long.
"""

import re

MOTIVATION = re.compile(
    r"\b(however|despite|although|challeng\w+|limit(ed|ation|s)\b|lack(s|ing)?\b|remain(s|ed|ing)?\b|"
    r"difficult\w*|costly|expensive|bottleneck|gap\b|fail(s|ed|ure)?\b|suffer\w*|unclear|underexplored|"
    r"unexplored|little is known|hinder\w*|prohibitive|crucial|essential|important|increasingly|yet\b|existing|"
    r"prior work|current approaches|problem\b|need\b|motivated|struggle\w*|hard to|understudied|scarce|"
    r"widely used|fundamental)"
)
_AUTHORS = r"\b(we|this (paper|work|article|study|thesis|report|survey|note)|our (work|paper|method|approach))\b"
CONTRIBUTION = re.compile(
    rf"{_AUTHORS}[^.]{{0,40}}?\b(propose|present|introduce|develop|design|construct|build|create|curate|define|"
    r"formali[sz]e)(s|ed)?\b|\band (present|introduce|develop)\b|"
    r"\bis (proposed|presented)\b|\b(we|paper|work) (give|provide|offer)s? (the first|a|an)\b"
)
"""What the authors made."""
PROPOSAL = re.compile(
    rf"{_AUTHORS}[^.]{{0,60}}?\b(propose|present|introduce|develop|describe|study|investigate|show|prove|"
    r"release|design|revisit|examine|address|formali[sz]e|analy[sz]e|survey|review|argue|construct|build|"
    r"establish|derive|explore|provide|offer|demonstrate|compare|evaluate|test|ask|audit|measure|give|define|report)(s|e?d)?\b|"
    r"\b(is|are) (proposed|presented|introduced|compared|studied|investigated)\b|\bhere,? we\b"
)
"""What the authors did, whatever it is."""
ACTION = re.compile(r"^(?:[^,]{0,60}, )?(?:here,? )?(?:we|this (?:paper|work|article|study))\b")
"""How a sentence starts that speaks of what the authors did, in whatever words."""
METHOD = re.compile(
    r"\b(method|approach|framework|architecture|algorithm|model|module|pipeline|mechanism|strategy|"
    r"consists? of|using|uses?|by (combin|learn|train|us|exploit|leverag|introduc|replac|treat)\w*|based on|"
    r"leverag\w+|first\b|then\b|finally|specifically|in particular|combin\w+|integrat\w+|train(s|ed|ing)?\b|"
    r"optimi[sz]\w+|formulat\w+|employ\w*|through\b|via\b|encod\w+|decompos\w+|collect\w*|annotat\w+|fine-tun\w+|jointly|"
    r"two-stage|key idea|we (model|cast|learn|adapt|extend|apply))"
)
CONCLUSION = re.compile(
    r"\b(experiment\w*|results?|outperform\w*|achiev\w+|improv\w+|demonstrat\w+|state[- ]of[- ]the[- ]art|"
    r"surpass\w*|we find|we found|we show|findings?|conclude\w*|reveal\w*|evaluat\w+|empirical\w*|reduc(es|ed|"
    r"ing|tion)|gains?\b|accuracy|suggest\w*|confirm\w*|yields?\b|speed-?up|faster|up to\b|significant\w*|"
    r"overall\b|our analysis|indicate\w*)|(?<!\d)\d++(\.\d++)?\s*+(\\?%|x\b|×|points?\b)"
)
_OFFERED = re.compile(
    r"\b(code|data(set)?s?|models?|project page|demo|weights?)\b[^.]{0,60}?\b(available|released?|at)\b"
)
_WHERE = re.compile(r"http|github|request|upon|soon|publicly")
_TO_BE_HAD = re.compile(r"https?://|\bwill be (made )?(publicly )?(available|released)")

CONTRAST = re.compile(r"^(however|although|while|despite|existing|current|yet|but|unfortunately)\b")
"""How a sentence starts that speaks of what others do."""


def tells_where(sentence: str) -> bool:
    """Whether a sentence, in small letters, says where code, data or a demo is to be had."""
    # In two steps: what is offered first ends first, and a single pattern would look behind each of many.
    offered = _OFFERED.search(sentence)
    return bool(_TO_BE_HAD.search(sentence) or (offered and _WHERE.search(sentence, offered.end())))
