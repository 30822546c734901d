"""Training as a whole: the digits that come with nitinol, the loop, its progress, its pictures."""
