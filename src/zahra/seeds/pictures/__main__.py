"""`python -m zahra.seeds.pictures build`: draw, render and encode the catalogue's pictures."""

from typing import Annotated

import typer
from rich.progress import Progress

from .building import build, build_hero
from .looks import looks

command = typer.Typer(add_completion=False, help="The pictures of the seeded catalogue.")


@command.callback()
def main() -> None:
    """The pictures of the seeded catalogue."""


@command.command("build")
def build_pictures(
    only: Annotated[list[str] | None, typer.Option(help="A look's name, or `hero`.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many to draw at once.")] = 1,
) -> None:
    """Build every picture, or only those named; about 8 s a look."""
    names = [name for name in looks() if not only or name in only]
    unknown = set(only or ()) - set(names) - {"hero"}
    if unknown:
        raise typer.BadParameter(f"No look is called {', '.join(sorted(unknown))}.")
    with Progress() as progress:
        task = progress.add_task("Pictures", total=len(names) + 1)
        for name in build(names, jobs=jobs):
            progress.update(task, advance=1, description=name)
        if not only or "hero" in only:
            build_hero()
        progress.update(task, advance=1, description="Done")


if __name__ == "__main__":
    command()
