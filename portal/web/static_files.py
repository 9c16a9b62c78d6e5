"""Static files of two releases: a page of the next one names what came after this process started."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from whitenoise.middleware import WhiteNoiseMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, which knows what was there at its start, and looks once for what it does not know.

    While nodes are renewed one after the other, what one of them names is asked of the others.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directories.append((os.path.join(self.static_root, ""), self.static_prefix))  # noqa: PTH118 - a prefix

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a static file, or hand the request on."""
        path = request.path_info
        if path.startswith(self.static_prefix) and path not in self.files and (file := self.find_file(path)):
            self.files[path] = file
        return super().__call__(request)
