"""The emitters of kernels.

`vectors` and `emitter` write arithmetic on vectors of lanes, `coords` arithmetic on coordinates,
`math` the elementary functions; `region` evaluates fused expressions at coordinates; the other
files are the loop nests of the anchor families.
"""
