"""The backend, frozen."""

import sys

from backend.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
