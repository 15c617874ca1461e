"""Which pages this face has. Every one but the entrance asks for staff before anything else."""

from importlib import import_module

from fastapi import APIRouter, Depends, FastAPI

from zahra.web.admin.asking import by_staff_cookie, staff_only

_ENTRANCE = ("login_pages", "enrol_pages")
_INSIDE = (
    "home_pages",
    "confirm_pages",
    "people_pages",
    "staff_pages",
    "audit_pages",
    "security_pages",
    "account_pages",
    "passkey_pages",
)


def include_in(site: FastAPI) -> None:
    """Add every page to the site."""
    face = Depends(by_staff_cookie)
    for name in _ENTRANCE:
        site.include_router(_pages(name), dependencies=[face], include_in_schema=False)
    for name in _INSIDE:
        inside = [face, Depends(staff_only)]
        site.include_router(_pages(name), dependencies=inside, include_in_schema=False)


def _pages(name: str) -> APIRouter:
    return import_module(f"zahra.web.admin.{name}").router
