"""The frameworks of the README, over HTTP."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from commet import Webhooks
from django.core.handlers.wsgi import WSGIHandler
from helpers import SECRET, body_of
from http_adapters import PATH, django_site
from http_server import post, uvicorn_server, werkzeug_server

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_the_frameworks_of_the_readme() -> None:
    section = README.read_text().split("\n## Frameworks\n")[1].split("\n## ")[0]
    flask, fastapi, dependency, django, starlette, wsgi = BLOCK.findall(section)
    seen: list[str] = []
    scope: dict[str, Any] = {"__name__": "readme"}
    scope["webhooks"] = Webhooks(secret=SECRET, on_event=lambda event: seen.append(event.type))

    def run(block: str, name: str) -> Any:
        exec(compile(block, str(README), "exec"), scope)
        return scope[name]

    body = body_of()
    with werkzeug_server(run(flask, "app")) as port:
        assert post(port, PATH, body).status == 200
    with uvicorn_server(run(fastapi + dependency, "app")) as port:
        assert post(port, PATH, body).status == 200
        assert post(port, "/events", body)[:2] == (200, b'"subscription.activated"')
    [pattern] = run(django, "urlpatterns")
    with django_site(pattern.callback, WSGIHandler) as site, werkzeug_server(site) as port:
        assert post(port, PATH, body).status == 200
    with uvicorn_server(run(starlette, "app")) as port:
        assert post(port, PATH, body).status == 200
    with werkzeug_server(run(wsgi, "application")) as port:
        assert post(port, PATH, body).status == 200
    assert seen == ["subscription.activated"] * 5
