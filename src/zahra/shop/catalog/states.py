"""The life of a style: made, shown, put away, perhaps shown again."""

from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class StyleStatus(StrEnum):
    """Shoppers see active styles only, and only from the moment they are published."""

    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class StyleEvent(StrEnum):
    """What can happen to a style. Publishing an active one moves its date."""

    PUBLISH = "publish"
    ARCHIVE = "archive"


STYLE_LIFE = Lifecycle(
    StyleStatus.DRAFT,
    {
        StyleStatus.DRAFT: {
            StyleEvent.PUBLISH: StyleStatus.ACTIVE,
            StyleEvent.ARCHIVE: StyleStatus.ARCHIVED,
        },
        StyleStatus.ACTIVE: {
            StyleEvent.PUBLISH: StyleStatus.ACTIVE,
            StyleEvent.ARCHIVE: StyleStatus.ARCHIVED,
        },
        StyleStatus.ARCHIVED: {StyleEvent.PUBLISH: StyleStatus.ACTIVE},
    },
)
