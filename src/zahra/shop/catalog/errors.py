"""How the catalogue says no."""

from zahra.base.errors import Invalid, NotFound


class SlugMoved(NotFound):
    """The address was given up for another: the faces answer with a redirect to `slug`."""

    code = "moved"
    message = "This page has moved."

    def __init__(self, slug: str) -> None:
        super().__init__(slug=slug)
        self.slug = slug


class NotPublishable(Invalid):
    """Something the law or a shopper needs to read is missing; `fields` says what."""

    code = "not_publishable"
    message = "This style cannot be published yet."
