# SPDX-License-Identifier: EUPL-1.2
"""disclosure: publish tables of counts without showing a person.

Usable on its own from Python and from a shell. Start with ``read_csv``, then ``protect``; nothing
is given back that ``attack`` can open.
"""

import lazy_loader

# What `__init__.pyi` names is loaded when it is first used: scipy and the solver cost a program
# that only reads what was published, and the command that shows its help, a third of a second.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
