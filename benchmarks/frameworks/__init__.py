"""The rows in each framework: `FAMILIES` maps a family to a function (row, inputs) → {variant: Job}."""
