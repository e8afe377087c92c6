"""What the tests' own servers prove their name with."""

import ssl
from pathlib import Path

_FOLDER = Path(__file__).parent / "certificate"
CERTIFICATE = _FOLDER / "cert.pem"


def server_context() -> ssl.SSLContext:
    """For a server that calls itself 127.0.0.1 and is trusted by whoever trusts CERTIFICATE."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, _FOLDER / "key.pem")
    return context
