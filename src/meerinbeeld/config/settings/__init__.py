# SPDX-License-Identifier: EUPL-1.2
"""Settings by concern. `docs/reference/settings.md` describes each ``MIB_`` variable."""

from meerinbeeld.config.settings.base import *  # noqa: F403
from meerinbeeld.config.settings.data import *  # noqa: F403
from meerinbeeld.config.settings.language import *  # noqa: F403
from meerinbeeld.config.settings.security import *  # noqa: F403
from meerinbeeld.config.settings.signin import *  # noqa: F403
