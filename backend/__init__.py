"""The booking backend, a slice a domain: what clients and desks talk to over HTTP."""
