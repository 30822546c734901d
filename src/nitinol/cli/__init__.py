"""The commands behind `python -m nitinol`."""
