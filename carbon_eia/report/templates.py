"""Templates: where they are looked for, in what they run, and what is said when one fails.

Templates of users run in Jinja2's sandbox; a link that leads out of their folder leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from carbon_eia.errors import CallError, CarbonEiaError, Place, Problem, TemplateError
from carbon_eia.files import data_folder

if TYPE_CHECKING:
    from jinja2 import Environment, Template

__all__ = [
    "check_folder",
    "environment_of",
    "failing_template",
    "read_template",
    "template_fault",
    "template_folders",
    "template_text",
]


def template_folders(templates: Path | None) -> tuple[Path, ...]:
    """Where templates are looked for: the given folder first, then the package's own."""
    own = data_folder("templates")
    return (own,) if templates is None else (templates, own)


def environment_of(
    folders: tuple[Path, ...],
    filters: Mapping[str, Callable[..., object]],
    finalize: Callable[[object], object] | None = None,
) -> Environment:
    """Where templates of some folders run; what is not known is an error, every value is escaped.

    ``finalize``: escapes the values in the place of HTML's rules.
    """
    from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class InsideLoader(FileSystemLoader):
        """Reads templates of its folders, and nothing that a link leads to outside."""

        def get_source(
            self, environment: Environment, template: str
        ) -> tuple[str, str, Callable[[], bool]]:
            """The text of a template."""
            found = super().get_source(environment, template)
            path = Path(found[1]).resolve()
            if not any(path.is_relative_to(folder.resolve()) for folder in folders):
                raise TemplateNotFound(template)
            return found

    environment = ImmutableSandboxedEnvironment(
        loader=InsideLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=finalize is None,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters
    return environment


def check_folder(templates: Path | None) -> None:
    """Raises CallError CE-F008 where the folder of templates that was asked for is none."""
    if templates is not None and not templates.is_dir():
        raise CallError(Problem("CE-F008", Place(str(templates))))


def read_template(environment: Environment, name: str) -> tuple[str, Template]:
    """The text of a template, read once, and what it fills."""
    text, file = template_text(environment, name)
    code = environment.compile(text, name, file)
    made = environment.template_class.from_code(environment, code, environment.make_globals(None))
    return text, made


def template_text(environment: Environment, name: str) -> tuple[str, str | None]:
    """The text of a file of the templates as it is, and its path."""
    if environment.loader is None:  # no environment of ours
        raise ValueError(name)
    text, file, _ = environment.loader.get_source(environment, name)
    return text, file


@contextmanager
def failing_template(main: str, folders: tuple[Path, ...]) -> Iterator[None]:
    """Whatever goes wrong in a template is TemplateError CE-T001 with template, row and cause.

    ``main``: the template that is named where none can be told.
    """
    import jinja2

    try:
        yield
    except jinja2.TemplateSyntaxError as error:
        raise template_fault(error.name or main, error.lineno, str(error.message)) from None
    except jinja2.TemplateNotFound as error:
        template, row = _spot(error.__traceback__, main, folders)
        raise template_fault(template, row, f"{error.name}: not found") from None
    except CarbonEiaError:
        raise
    except Exception as error:  # a template may fail in any way that Python can
        template, row = _spot(error.__traceback__, main, folders)
        raise template_fault(template, row, f"{type(error).__name__}: {error}") from error


def template_fault(template: str, row: int | None, why: str) -> TemplateError:
    """What is wrong in which row of a template."""
    params: dict[str, object] = {"template": template, "row": row or "?", "why": why}
    return TemplateError(Problem("CE-T001", Place(template, row), params))


def _spot(
    trace: TracebackType | None, main: str, folders: tuple[Path, ...]
) -> tuple[str, int | None]:
    """Template and row in which an error arose: the innermost frame that lies in a template."""
    found: tuple[str, int | None] = (main, None)
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if any(folder in path.parents for folder in folders):
            found = path.name, trace.tb_lineno
        trace = trace.tb_next
    return found
