"""Programs for the project's own use: generated pages, counts, environments."""
