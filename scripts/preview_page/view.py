"""The HTML file around a page: GitHub's styles, MathJax, Mermaid and the little script that GitHub's pages have too."""

from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

from preview_page.document import page

_FRAME = """<!doctype html>
<html lang="{language}" data-color-mode="{theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{packages}/github-markdown-css/{stylesheet}">
<style>
body {{ margin: 0; background: {background}; }}
.markdown-body {{ box-sizing: border-box; max-width: 1012px; margin: 0 auto; padding: 32px; }}
.formula.display {{ overflow-x: auto; overflow-y: hidden; }}
.chart {{ margin-bottom: 16px; text-align: center; }}
@media (max-width: 767px) {{ .markdown-body {{ padding: 16px; }} }}
</style>
<script>
window.MathJax = {{
  loader: {{ paths: {{ "mathjax-newcm": "{packages}/@mathjax/mathjax-newcm-font" }} }},
  tex: {{ packages: {{ "[-]": ["noundefined"] }}, inlineMath: [], displayMath: [], processEscapes: false }},
  options: {{ enableMenu: false, enableAssistiveMml: false, menuOptions: {{ settings: {{ enrich: false }} }} }},
  output: {{ linebreaks: {{ inline: false }} }},
  svg: {{ fontCache: "none" }},
  startup: {{ typeset: false }},
}};
window.typeset = async () => {{
  await MathJax.startup.promise;
  const article = document.querySelector("article");
  article.hidden = true; // or the browser would lay it out anew again and again
  const pictures = new Map();
  for (const node of document.querySelectorAll(".formula")) {{
    const display = node.classList.contains("display");
    const formula = `${{display}} ${{node.textContent}}`;
    if (!pictures.has(formula)) pictures.set(formula, await MathJax.tex2svgPromise(node.textContent, {{ display }}));
    node.dataset.tex = node.textContent;
    node.replaceChildren(pictures.get(formula).cloneNode(true));
  }}
  document.head.append(MathJax.svgStylesheet());
  article.hidden = false;
  mermaid.initialize({{ startOnLoad: false, theme: "{chart_theme}" }});
  for (const [number, node] of document.querySelectorAll(".chart").entries()) {{
    node.innerHTML = (await mermaid.render(`chart-${{number}}`, node.textContent)).svg;
  }}
  document.documentElement.dataset.typeset = "done";
}};
window.showAnchor = () => {{
  const name = "user-content-" + decodeURIComponent(location.hash.slice(1));
  const target = document.getElementById(name) || document.getElementsByName(name)[0];
  target?.scrollIntoView();
}};
addEventListener("hashchange", showAnchor);
</script>
<script src="{packages}/@mermaid-js/tiny/dist/mermaid.tiny.js"></script>
<script src="{packages}/mathjax/tex-svg.js" onload="typeset().then(showAnchor)"></script>
</head>
<body>
{article}
</body>
</html>
"""


def page_html(
    markdown: str,
    *,
    title: str = "preview",
    packages: str = "../node_modules",
    dark: bool = False,
    language: str = "en",
    rewrite_link: Callable[[str], str] | None = None,
) -> str:
    """Return the HTML file that shows a Markdown text as GitHub does.

    `packages` is the address of node_modules as seen from the file; `rewrite_link` maps the relative address of a
    link or a picture, without its fragment, to the one that it has from the preview.
    """
    root = page(markdown).root
    root.set("class", "markdown-body")
    for link in root.iter("a"):
        _rewrite(link, "href", rewrite_link)
    for picture in root.iter("img"):
        _rewrite(picture, "src", rewrite_link)
    for source in root.iter("source"):
        _rewrite(source, "srcset", rewrite_link)
    for block in root.iter("pre"):
        if block.get("lang") == "mermaid":
            _mark_chart(block)
    return _FRAME.format(
        language=escape(language),
        theme="dark" if dark else "light",
        chart_theme="dark" if dark else "default",
        title=escape(title),
        packages=packages,
        stylesheet="github-markdown-dark.css" if dark else "github-markdown-light.css",
        background="#0d1117" if dark else "#ffffff",
        article=html.tostring(root, encoding="unicode"),
    )


def _rewrite(element: HtmlElement, attribute: str, rewrite_link: Callable[[str], str] | None) -> None:
    address = element.get(attribute) or ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    if rewrite_link is None or parts.scheme or parts.netloc or not parts.path:
        return
    element.set(attribute, rewrite_link(parts.path) + (f"#{parts.fragment}" if parts.fragment else ""))


def _mark_chart(block: HtmlElement) -> None:
    """Make a code block what Mermaid finds and replaces."""
    source = str(block.text_content())
    block.clear(keep_tail=True)
    block.tag, block.text = "div", source
    block.set("class", "chart")
