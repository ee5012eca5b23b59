# SPDX-License-Identifier: EUPL-1.2
"""How compiled functions are made: cached on disk, no interpreter lock, plain division.

``entry`` functions are called from Python; ``inner`` ones only from other compiled functions, so
they carry no wrapper, which shortens the first, uncached, call.

Numba renews a cached function when its own file changes, not when a file it calls into does. So
the fingerprint of all kernels goes into the stamp of each: a change anywhere renews everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]
Small = NDArray[np.signedinteger[Any]]

Whole = int | np.int64
Flag = bool | np.bool_

HERE = Path(__file__).parent
#: What ``scratch`` has: rows of numbers, rows of whole numbers, squares.
NUMBERS, WHOLES, SQUARES = 13, 6, 3
_njit: Any = njit  # its types do not know every option
Function = TypeVar("Function", bound=Callable[..., Any])
# No other library calls these, so none has the wrapper for that, which takes long to compile.
_EACH = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
_FAST = {"contract", "reassoc", "nsz"}


def fingerprint(folder: Path = HERE) -> str:
    """Digest of the source of all compiled code in a folder."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("kernel_*.py"), *folder.glob("compiled.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


_KERNELS = fingerprint()


def scratch(t: int, parameters: int | None = None) -> tuple[Floats, Ints, Floats]:
    """Room for compiled code to work in: rows of numbers, rows of whole numbers, and squares.

    Made outside, for code that asks for memory takes long to compile. The rows are 2**t long.
    ``parameters``: the most that a model has, where that is fewer than 2**t.
    """
    size = 1 << t
    side = 1 + (parameters or size)
    return (
        np.empty((NUMBERS, size)),
        np.empty((WHOLES, size), np.int64),
        np.empty((SQUARES, side, max(side, size + 1))),
    )


def entry(function: Function) -> Function:
    """Compile a function that Python calls."""
    return _compiled(function)


def inner(function: Function) -> Function:
    """Compile a function that only compiled code calls."""
    return _compiled(function, no_cpython_wrapper=True)


def summing(function: Function) -> Function:
    """As ``inner``, free to reorder sums (used where that is the whole cost)."""
    return _compiled(function, no_cpython_wrapper=True, fastmath=_FAST)


def _compiled(function: Function, **options: Any) -> Function:
    """Compile, with the fingerprint of all kernels in the stamp of its cache."""
    made = _njit(**_EACH, **options)(function)
    file = getattr(getattr(made, "_cache", None), "_cache_file", None)
    if file is not None:
        file._source_stamp = (file._source_stamp, _KERNELS)
    compiled: Function = made
    return compiled
