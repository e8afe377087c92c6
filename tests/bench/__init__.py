"""The figures of the product beside their floors, measured in one run: `python3 dev.py bench`."""
