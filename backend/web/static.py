"""Style sheets and scripts of our own, named by what is in them, so that a browser asks for each once."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from backend.web.problems import problem
from backend.web.route import Call, Response, Route, public

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"
_SHORTEST = 200
"""Fewer bytes than this are not worth being compressed."""


class Assets:
    """The files of a folder. All of them share one version, so that modules may import each other by bare names."""

    def __init__(self, folder: Path) -> None:
        self.files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in _TYPES}
        told = hashlib.sha256()
        for name, content in self.files.items():
            told.update(f"{name} {len(content)}\n".encode() + content)
        self.version = told.hexdigest()[:16]

    def address(self, name: str) -> str:
        """Where a browser finds a file. Raises KeyError when there is none of this name."""
        if name not in self.files:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"


FRAME = Assets(Path(__file__).with_name("static"))
"""What every page has."""


def routes(*more: Assets) -> tuple[Route, ...]:
    """Serves the frame's files and those of `more`, whose names differ."""
    sets = (FRAME, *more)

    def serve(call: Call[None, None]) -> Response:
        name = call.path["file"]
        found = next((assets for assets in sets if name in assets.files), None)
        if found is None:
            raise problem("not_found", 404)
        # A page of another version may ask, while several servers change to this one: it must not keep our answer.
        keep = _FOR_EVER if found.version == call.path["version"] else "no-cache"
        return compressed(
            call.request.headers.get("accept-encoding", ""),
            found.files[name],
            _TYPES[Path(name).suffix],
            {"cache-control": keep, "x-content-type-options": "nosniff"},
        )

    return (Route("GET", "/static/{version}/{file}", public(), serve, writes=False, any_query=True),)


def compressed(
    accepted: str, content: bytes, content_type: str, headers: dict[str, str], status: int = 200
) -> Response:
    """An answer that is the same for everybody, packed for whoever takes it packed. Never for one that holds a secret:
    its length would tell of it.
    """
    told = {**headers, "vary": "accept-encoding"}
    if "gzip" not in accepted or len(content) < _SHORTEST:
        return Response(status, content, content_type, told)
    return Response(status, _packed(content), content_type, {**told, "content-encoding": "gzip"})


@cache
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
