"""The real evaluator for the tests of a file, in the place of the one in `conftest`."""

import numpy as np
import pytest

import nitinol as ni
from nitinol.trace import bind, wholes
from nitinol.trace.composite import registry


@pytest.fixture(autouse=True)
def bottom(monkeypatch):
    from nitinol.exec.evaluate import evaluator

    monkeypatch.undo()
    monkeypatch.setattr(bind, "bottom", evaluator)


X = np.array([0.3, -0.7, 1.1])


def make(values=X, **keywords):
    return ni.tensor(np.asarray(values).tolist(), dtype=ni.float64, **keywords)


def close(got, want, tolerance=1e-9):
    got = got if isinstance(got, np.ndarray) else np.asarray(got.detach().tolist())
    np.testing.assert_allclose(got, want, rtol=tolerance, atol=tolerance)


@pytest.fixture
def impatient(bottom, monkeypatch):
    """Derivatives take composites whole from the first time on (`trace.wholes`)."""
    for made in registry.values():
        made.mapped.clear()
    monkeypatch.setattr(wholes, "PATIENCE", 0)
    yield
    for made in registry.values():
        made.mapped.clear()
