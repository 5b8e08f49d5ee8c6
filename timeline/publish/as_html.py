"""A page of our own markdown as HTML for mail: no raw markup, no pictures, nothing fetched."""

from __future__ import annotations

from markdown_it import MarkdownIt

from timeline.publish import inert

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:1em auto;padding:0 1em}"
    "h1{font-size:1.3em}h2{font-size:1.05em;margin:1.6em 0 .4em}li{margin:.4em 0}"
    "code{font-size:.8em;opacity:.6}"
)


def to_html(markdown: str, title: str) -> str:
    """A whole document. Addresses that a browser would run are no links."""
    body = MarkdownIt("commonmark", {"html": False}).disable("image").render(markdown)
    return (
        '<!doctype html>\n<html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{inert.markup(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{body}</body></html>\n"
    )
