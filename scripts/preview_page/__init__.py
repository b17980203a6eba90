"""What GitHub makes of a page: a development tool, imported by nothing that a daily run executes."""

from preview_page.document import Page, elements, page
from preview_page.view import page_html

__all__ = ["Page", "elements", "page", "page_html"]
