"""An upload handler that stops at the size limit, so that no large file fills memory or disk."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import IO, Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from wsoa.core.uploads import LARGEST
from wsoa.web.extension_points import LARGER_UPLOADS

# What is sent beside the file: the words of the form. Above it, the file is too large for sure.
_BESIDE = 1024 * 1024
# Up to here the rest is read and dropped, so that the browser gets its answer. Above, it is not.
_READ_AND_DROPPED = 64 * 1024 * 1024


class SizeLimitUploadHandler(FileUploadHandler):
    """The first upload handler: passes a file on to the next ones until it is too large.

    The form then gets no file, and `request.too_large` has its name. Files of people who are not
    signed in are ignored.
    """

    announced = 0
    most = LARGEST

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.announced = content_length
        path = getattr(self.request, "path", "")
        limits = (larger.most for larger in LARGER_UPLOADS if fnmatchcase(path, larger.path))
        self.most = next(limits, LARGEST)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not getattr(self.request, "user", AnonymousUser()).is_authenticated:
            raise SkipFile
        if self.announced > self.most + _BESIDE:
            self._note()
            if self.announced > _READ_AND_DROPPED:
                raise StopUpload(connection_reset=True)
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > self.most:
            self._note()
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None

    def _note(self) -> None:
        if self.request is not None:
            self.request.too_large = self.file_name  # type: ignore[attr-defined]
