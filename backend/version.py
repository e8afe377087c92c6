"""Which version of the backend this is."""

VERSION = "0.1.0"
