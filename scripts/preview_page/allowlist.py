"""What GitHub's sanitiser lets through.

Source: the allowlist of the html-pipeline gem (gjtorikian/html-pipeline, SanitizationFilter), which GitHub wrote and
published; GitHub's own list has moved on a little and is not public. Where the two could differ, the narrower is taken.
"""

ELEMENTS = frozenset(
    "h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot blockquote "
    "dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr bdo cite "
    "dfn mark small span time wbr picture source".split()
)
CONTENT_REMOVED = frozenset({"script", "style", "iframe", "math", "svg", "noembed", "noframes", "textarea", "title"})
ATTRIBUTES = frozenset(
    "abbr accept accept-charset accesskey action align alt aria-describedby aria-hidden aria-label aria-labelledby axis "
    "border char charoff charset checked clear cols colspan color compact coords datetime dir disabled enctype for frame "
    "headers height hreflang hspace id ismap itemprop label lang maxlength media method multiple name nohref noshade "
    "nowrap open progress prompt readonly rel rev role rows rowspan rules scope selected shape size span start summary "
    "tabindex title type usemap valign value width".split()
)
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
