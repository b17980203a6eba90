"""What GitHub's sanitiser lets through.

Source: the allowlist of the html-pipeline gem (gjtorikian/html-pipeline, SanitizationFilter), which GitHub wrote and
published; GitHub's own list has moved on a little and is not public. Where the two could differ, the narrower is taken.
"""

_ELEMENTS = """
a abbr b bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small source span strike strong sub summary sup
table tbody td tfoot th thead time tr tt ul var wbr
"""
_ATTRIBUTES = """
abbr accept accept-charset accesskey action align alt aria-describedby aria-hidden aria-label aria-labelledby
axis border char charoff charset checked clear cols colspan color compact coords datetime dir disabled enctype
for frame headers height hreflang hspace id ismap itemprop label lang maxlength media method multiple name
nohref noshade nowrap open progress prompt readonly rel rev role rows rowspan rules scope selected shape size
span start summary tabindex title type usemap valign value width
"""
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
CONTENT_REMOVED = frozenset({"script", "style", "iframe", "math", "svg", "noembed", "noframes", "textarea", "title"})
ATTRIBUTES_OF = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "longdesc"}),
    "source": frozenset({"srcset"}),
    "div": frozenset({"itemscope", "itemtype"}),
    "blockquote": frozenset({"cite"}),
    "del": frozenset({"cite"}),
    "ins": frozenset({"cite"}),
    "q": frozenset({"cite"}),
}
SCHEMES = {
    "href": frozenset({"http", "https", "mailto", "github-windows", "github-mac", ""}),
    "src": frozenset({"http", "https", ""}),
    "srcset": frozenset({"http", "https", ""}),
    "longdesc": frozenset({"http", "https", ""}),
    "cite": frozenset({"http", "https", ""}),
}
LIST_ITEMS = frozenset({"li"})
LISTS = frozenset({"ul", "ol"})
TABLE_PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th"})
