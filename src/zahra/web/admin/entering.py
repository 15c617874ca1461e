"""The staff's cookie: given at sign-in, taken away at the way out."""

from starlette.requests import Request
from starlette.responses import Response

from zahra.shop import identity
from zahra.web.http.cookies import Cookie, clear_cookie, clear_site_data, set_cookie
from zahra.web.http.sessions import device_token_of


def let_in(request: Request, response: Response, signed_in: identity.SignedIn) -> None:
    """Give the browser its staff session, and a cookie to be known again by; what the storefront
    keeps in it, a bag or a session, stays as it is."""
    assert signed_in.secret is not None
    set_cookie(request, response, Cookie.ADMIN, signed_in.secret)
    set_cookie(request, response, Cookie.DEVICE, device_token_of(request))


def let_out(request: Request, response: Response) -> None:
    """Forget the session in the browser, and what it kept of pages."""
    clear_cookie(request, response, Cookie.ADMIN)
    clear_site_data(response)
