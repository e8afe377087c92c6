"""HTTPS that trusts what the operating system trusts, so that a company's own certificates count (row N19)."""

import ssl
from typing import Any

import truststore
from requests.adapters import HTTPAdapter


class SystemTrust(HTTPAdapter):
    """Verifies by the system's store, in a context of its own: nothing is changed for the rest of the process."""

    def init_poolmanager(self, *args: Any, **values: Any) -> None:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, **values, ssl_context=context)

    def proxy_manager_for(self, proxy: str, **values: Any) -> Any:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return super().proxy_manager_for(proxy, **values, ssl_context=context)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002
        """Leaves the bundle out that requests brings along: it knows no company's certificates."""
        if url.lower().startswith("https"):
            conn.cert_reqs = "CERT_REQUIRED"
