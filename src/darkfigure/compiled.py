# SPDX-License-Identifier: EUPL-1.2
"""How compiled functions are made: cached on disk, no interpreter lock, plain division.

``entry`` functions are called from Python; ``inner`` ones only from other compiled functions, so
they carry no wrapper, which shortens the first, uncached, call.
"""

from __future__ import annotations

from collections.abc import Callable
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

_njit: Any = njit
Function = TypeVar("Function", bound=Callable[..., Any])
_BARE = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_FAST = {"contract", "reassoc", "nsz"}


def entry(function: Function) -> Function:
    """Compile a function that Python calls."""
    made: Function = _njit(cache=True, nogil=True, error_model="numpy")(function)
    return made


def inner(function: Function) -> Function:
    """Compile a function that only compiled code calls."""
    made: Function = _njit(cache=True, nogil=True, error_model="numpy", **_BARE)(function)
    return made


def summing(function: Function) -> Function:
    """As ``inner``, free to reorder sums (used where that is the whole cost)."""
    made: Function = _njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST, **_BARE)(
        function
    )
    return made
