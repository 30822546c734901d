"""The program representation: what an operation is (`op`), SSA graphs over tensors (`graph`), their
text form (`text`), their legality (`verify`) and rewriting (`rewrite`)."""
