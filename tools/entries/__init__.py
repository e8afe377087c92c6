"""Where the two frozen programs start; PyInstaller wants a script for each."""
