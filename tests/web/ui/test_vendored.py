"""The files we did not write are the ones we looked at, and carry their licences."""

import hashlib
from pathlib import Path

import pytest

from zahra.web.ui.assets import SOURCE

BROWSER = Path(__file__).parents[2] / "browser" / "vendor"
DIGESTS = {
    # htmx.org 4.0.1, dist/htmx.min.js
    SOURCE / "vendor" / "htmx.min.js": (
        "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
    ),
    # lucide-static 1.62.0, by web/ui/icons.py
    SOURCE / "icons" / "icons.svg": (
        "977c1f0b98bfd7b461ec96f6a2a57ddc97377658fcf1b767bd221bc1ebb575e3"
    ),
    # @fontsource-variable/figtree 5.3.0, by web/ui/fonts.py
    SOURCE / "fonts" / "figtree.woff2": (
        "0067de6c22ecf4bbb84f3b089df50b830a11f8d42b20f7480c3fccd5f3c49c22"
    ),
    SOURCE / "fonts" / "figtree-rupee.woff2": (
        "c56717518c939b7c3f5aa73aa1350e200f6db9393832babebaf98bbfbb9a3446"
    ),
    # @fontsource-variable/fraunces 5.3.0, by web/ui/fonts.py
    SOURCE / "fonts" / "fraunces.woff2": (
        "6fc6c939eef9f76118497a4a52b29214be94c417e96c51d2f0046ff6860f8218"
    ),
    SOURCE / "fonts" / "fraunces-italic.woff2": (
        "0d39ef4f3e3cb2ca67726de372246221218708d9ff4373ef5ebce7d09278770f"
    ),
    SOURCE / "fonts" / "fraunces-rupee.woff2": (
        "e0a231cc6b7775168f758cda058e93effe78530dd2da05421665b70cbe91ed66"
    ),
    # axe-core 4.14.1, axe.min.js
    BROWSER / "axe.min.js": ("29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"),
}
LICENCES = {
    SOURCE / "vendor": ["htmx-LICENSE.txt"],
    SOURCE / "icons": ["lucide-LICENSE.txt"],
    SOURCE / "fonts": ["Figtree-OFL.txt", "Fraunces-OFL.txt"],
    BROWSER: ["axe-LICENSE.txt"],
}


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.name)
def test_a_vendored_file_is_unchanged(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == DIGESTS[path]


@pytest.mark.parametrize("folder", LICENCES, ids=lambda folder: folder.name)
def test_its_licence_stands_beside_it(folder: Path) -> None:
    assert sorted(path.name for path in folder.glob("*.txt")) == LICENCES[folder]
