"""Every table of the backend, on one metadata: one module a slice, all of them read here so that it is whole."""

import importlib
import pkgutil

from backend.db.tables.base import metadata

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["metadata"]
