"""Arguments of our commands: a wrong one is one clear line and exit 2."""

import argparse
from typing import NoReturn


class OneLineParser(argparse.ArgumentParser):
    """argparse without the usage block in front of what went wrong; `--help` still shows it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")
