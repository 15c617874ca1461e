"""The staff's templates, ready to render."""

from pathlib import Path

from zahra.web.ui import Templates

_templates = Templates(Path(__file__).parent / "templates")
render_page = _templates.render_page
render_block = _templates.render_block
