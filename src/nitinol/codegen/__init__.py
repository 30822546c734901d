"""From groups to machine code: `program` writes one native function for a whole graph, `anchors` gives
templates the context they ask for, `pipeline` is the readable list of passes."""
