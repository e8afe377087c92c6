"""How setting up says that it cannot go on."""


class SetupFailed(Exception):
    """One line for the person; `code` is what dev.py ends with: 2 when only they can mend it, 1 when a step failed."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
