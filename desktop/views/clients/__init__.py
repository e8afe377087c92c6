"""Finding and creating clients."""
