"""`ni.records`: tensors of objects of users' classes.

| file | what is in it |
|---|---|
| `classes.py` | which fields objects have, and how objects come back |
| `schema.py` | the structure of a record tensor: class, names, axes |
| `tensor.py` | the class, and how names are looked up |
| `making.py` | record tensors from objects and from fields |
| `calling.py` | methods, properties and operators of the class on whole tensors |
| `indexing.py`, `moving.py`, `comparing.py`, `sorting.py`, `grouping.py`, `missing.py` | rules |
| `printing.py` | how they are shown |
| `exchange.py` | NumPy's structured arrays, Arrow, pandas, polars |
"""

from . import calling as _calling  # noqa: F401 - its rules
from . import comparing as _comparing  # noqa: F401 - its rules
from . import exchange as _exchange  # noqa: F401 - its rules
from . import indexing as _indexing  # noqa: F401 - its rules
from . import missing as _missing  # noqa: F401 - its rules
from . import moving as _moving  # noqa: F401 - its rules
from . import printing as _printing  # noqa: F401 - its rules
from . import sorting as _sorting  # noqa: F401 - its rules
from .classes import Record
from .grouping import Groups
from .making import from_fields
from .schema import RecordDType
from .tensor import RecordTensor

__all__ = ["Groups", "Record", "RecordDType", "RecordTensor", "from_fields"]
