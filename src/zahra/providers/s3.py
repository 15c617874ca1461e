"""Pictures in a bucket that speaks S3 (AWS, R2, MinIO …), served from its own address or a CDN."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from zahra.shop.catalog.provider import NoSuchFile, StorageDown, is_stored_name

FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Which bucket, and the keys to it. `base_url` is where browsers find it, with its slash."""

    name: str
    region: str
    endpoint: str
    access_key: str
    secret_key: str
    base_url: str


class S3:
    """A `Storage` over a bucket. A call gives up after 20 seconds, two retries included."""

    def __init__(self, bucket: Bucket) -> None:
        self._base_url = bucket.base_url
        self._store = S3Store(
            bucket.name,
            region=bucket.region,
            endpoint=bucket.endpoint,
            access_key_id=bucket.access_key,
            secret_access_key=bucket.secret_key,
            client_options={
                "connect_timeout": timedelta(seconds=3),
                "timeout": timedelta(seconds=10),
                "allow_http": bucket.endpoint.startswith("http://"),
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
        )

    async def put(self, name: str, data: bytes, content_type: str) -> None:
        if not is_stored_name(name):
            raise ValueError(f"not a name for a stored file: {name!r}")
        about = {"Content-Type": content_type, "Cache-Control": FOREVER}
        try:
            await obstore.put_async(self._store, name, data, attributes=about, use_multipart=False)
        except (BaseError, OSError) as error:
            raise StorageDown() from error

    async def remove(self, name: str) -> None:
        if not is_stored_name(name):
            return
        try:
            await obstore.delete_async(self._store, name)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise StorageDown() from error

    def url(self, name: str) -> str:
        return self._base_url + name

    async def open(self, name: str) -> bytes:
        if not is_stored_name(name):
            raise NoSuchFile()
        try:
            found = await obstore.get_async(self._store, name)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            raise NoSuchFile() from None
        except (BaseError, OSError) as error:
            raise StorageDown() from error


def bucket_of(url: str) -> Bucket:
    """The bucket that `s3://KEY:SECRET@NAME?region=…&endpoint=…&url=…` names.

    >>> bucket_of("s3://id:key@shop?region=ap-south-1").endpoint
    'https://s3.ap-south-1.amazonaws.com'
    """
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    region = asked.get("region", "ap-south-1")
    name = parts.hostname or ""
    return Bucket(
        name=name,
        region=region,
        endpoint=asked.get("endpoint", f"https://s3.{region}.amazonaws.com"),
        access_key=unquote(parts.username or ""),
        secret_key=unquote(parts.password or ""),
        base_url=asked.get("url", f"https://{name}.s3.{region}.amazonaws.com/"),
    )
