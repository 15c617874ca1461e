"""Documents as PDF, by the typst compiler: no system libraries, nothing is downloaded."""

from zahra.providers.typst_paper.paper import TypstPaper

__all__ = ["TypstPaper"]
