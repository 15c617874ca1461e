"""What pages share: templates and their components, what the layout needs, pictures, assets.

A face (storefront, admin) makes one `Templates` over its own folder and asks it for pages:
`templates.render_page("bag.html", view, chrome)`.
"""

from zahra.web.ui.assets import asset_url
from zahra.web.ui.files import ImmutableFiles
from zahra.web.ui.forms import FormState
from zahra.web.ui.page import Chrome, Flash, Imprint, NavLink
from zahra.web.ui.pictures import Picture, media_url, srcset_of
from zahra.web.ui.rendering import Templates

__all__ = [
    "Chrome",
    "Flash",
    "FormState",
    "ImmutableFiles",
    "Imprint",
    "NavLink",
    "Picture",
    "Templates",
    "asset_url",
    "media_url",
    "srcset_of",
]
