"""How a command goes over its files: nine options, declared once, that every command on a batch takes.

A command asks for them with one parameter, `handling: Handling`; `spread` shows Typer the options in its place.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from cchc_nlp.cli.keeping import Conduct, Log
from cchc_nlp.cli.options import Dask, Jobs, Knowledge, Limits, LogFile, NoStore, Password, Quiet, StoreAt, terms
from cchc_nlp.reading import Terms


@dataclass(frozen=True, slots=True)
class Handling:
    """What the user said of reading, keeping, working and telling; the defaults are those of the command line."""

    quiet: Quiet = False
    jobs: Jobs = None
    store: StoreAt = None
    no_store: NoStore = False
    dask: Dask = None
    log: LogFile = None
    knowledge: Knowledge = None
    password: Password = None
    limits: Limits = None

    def terms(self) -> Terms:
        """The terms on which files are read.

        Raises:
            typer.BadParameter: no such limit, or no number.
        """
        return terms(self.limits, self.password)

    def conduct(self) -> Conduct:
        """Where results are kept, who works, and where it is logged."""
        return Conduct(self.store, self.no_store, self.dask, Log(self.log), self.knowledge)


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """A command as Typer takes it: its own options first, those of `Handling` behind them."""
    own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.annotation is not Handling]
    types = get_type_hints(Handling, include_extras=True)
    shared = [
        inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=types[f.name])
        for f in fields(Handling)
    ]
    parameters = [*(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own), *shared]

    def spread_out(**values: Any) -> None:
        handling = Handling(**{f.name: values.pop(f.name) for f in fields(Handling)})
        command(**values, handling=handling)

    spread_out.__name__, spread_out.__doc__ = command.__name__, command.__doc__
    spread_out.__dict__["__signature__"] = inspect.Signature(parameters)
    spread_out.__annotations__ = {p.name: p.annotation for p in parameters}
    return spread_out
