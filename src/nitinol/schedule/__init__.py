"""From a graph to kernels: which nodes share a loop nest (`groups`), where each value lies (`access`),
and how temporary memory is reused (`memory`). No pass here knows the name of an operation or a
network."""
