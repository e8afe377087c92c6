"""Plain pages of the server: a whole document with its headers. No script, and nothing on it may load or run (S6)."""

import base64
import hashlib
from html import escape

from backend.web.route import Response

_STYLE = (
    "body{font-family:sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;line-height:1.5}"
    "button{font:inherit;padding:.6rem 1.2rem;margin:.3rem .5rem .3rem 0}"
    "fieldset{margin:0 0 1rem}label{display:block;padding:.4rem 0}input{font:inherit}"
    "dt{font-weight:bold}dd{margin:0 0 .6rem}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
"""The address holds a secret: it is neither passed on nor kept."""


def page(status: int, title: str, body: str) -> Response:
    """A whole document; `title` is plain text, `body` is markup."""
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )
    return Response(status, text.encode(), "text/html; charset=utf-8", HEADERS)
