"""Pictures that people send us: checked, encoded anew, kept under a name that is theirs alone.

Who sent one may show it with something of theirs. What it shows is the business of others.
"""

from zahra.shop.uploads import jobs
from zahra.shop.uploads.forgetting import forget_of
from zahra.shop.uploads.keeping import keep_picture, must_be_own, own_of, read_picture
from zahra.shop.uploads.model import Upload

__all__ = [
    "Upload",
    "forget_of",
    "jobs",
    "keep_picture",
    "must_be_own",
    "own_of",
    "read_picture",
]
