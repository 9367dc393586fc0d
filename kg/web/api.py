"""The JSON API at /api: everything that the page shows, for programs; described at /api/openapi.json.

`api_reading` is what is known of one state of the store, `search` its index; `api_answers` has a function for each
question, which `api_lists` narrows down and pages, and `api_records` tells as JSON, `api_files` as files;
`api_schema` describes it all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from kg.checks.judged import judge
from kg.errors import KgError, StoreError, UsageError
from kg.network import part
from kg.store import Store
from kg.vocab import DATA
from kg.web import api_files
from kg.web.api_answers import ANSWERS, Answer, Asked, Listed, Missing, finding, told_findings
from kg.web.api_lists import page
from kg.web.api_reading import Readings
from kg.web.api_schema import JUDGING, MEDIA, Described, document


def routes() -> list[BaseRoute]:
    """The routes of the API, to be mounted at /api."""
    readings = Readings()
    told = [Route(described.path, _endpoint(described, answer, readings)) for described, answer in ANSWERS]
    described = document([*(described for described, _ in ANSWERS), JUDGING])
    judged = Route(JUDGING.path, _judging(readings), methods=["POST"])
    description = Route("/openapi.json", lambda request: JSONResponse(described))
    zipped = [Middleware(GZipMiddleware, minimum_size=1000)]
    return [Mount("", routes=[*told, judged, description], middleware=zipped)]


def _endpoint(described: Described, answer: Callable[[Asked], Answer], readings: Readings) -> Any:
    def endpoint(request: Request) -> Response:
        def told() -> Response:
            given = {**request.query_params, **request.path_params}
            given["judging"] = "yes" if request.app.state.settings.token else "no"
            _check(described, request.query_params)
            with request.app.state.snapshots.reader() as reader:
                asked = Asked(reader, readings.of(reader), given)
                return _told(described, answer(asked), asked)

        return _or_problem(told)

    return endpoint


def _check(described: Described, given: Mapping[str, str]) -> None:
    known = {*described.parameters, "format", *(("cursor", "limit") if described.listed else ())}
    if unknown := sorted(given.keys() - known):
        raise UsageError(f"no parameter {', '.join(unknown)} here; there are {', '.join(sorted(known))}")
    if "q" in described.parameters and described.answer == "Hit" and not given.get("q", "").strip():
        raise UsageError("q is missing: what to search for")


def _told(described: Described, answer: Answer, asked: Asked) -> Response:
    form = asked.given.get("format", "json")
    if form not in ("json", *described.formats):
        raise UsageError(f"this comes as {', '.join(('json', *described.formats))}, not as “{form}”")
    name = described.path.split("/")[1]
    if isinstance(answer, Listed):
        if form == "json":
            shown = page(answer.items, answer.key, asked.given)
            return JSONResponse({"items": list(answer.tell(shown.items)), "total": shown.total, "cursor": shown.cursor})
        told = list(answer.tell(answer.items))
        if form == "csv":
            return _file(api_files.csv(name, told), "text/csv; charset=utf-8", f"{name}.csv")
        nodes = [each["id"] for each in told if each["id"].startswith(DATA)]
        return _file(api_files.jsonld(asked.reader, nodes), "application/ld+json", f"{name}.jsonld")
    if form == "jsonld":
        return _file(api_files.jsonld(asked.reader, answer.nodes), "application/ld+json", f"{name}.jsonld")
    if form in ("graphml", "gexf"):
        view = "speakers-claims-outlets" if described.answer == "Drawing" else "provenance"
        graph = part(asked.reading.graph, answer.utterances)
        return _file(api_files.drawn(graph, form, view), MEDIA[form], f"{name}.{form}")
    return JSONResponse(answer.told)


def _file(content: bytes, media: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="wortlaut-{name}"'}
    return Response(content, media_type=media, headers=headers)


def _judging(readings: Readings) -> Any:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(_or_problem, lambda: _judge(request, body, readings))

    return endpoint


def _judge(request: Request, body: bytes, readings: Readings) -> Response:
    _allow(request)
    accepted, why = _verdict(body)
    state = request.app.state
    with state.snapshots.reader() as reader:
        (meant,) = finding(Asked(reader, readings.of(reader), request.path_params)).nodes
    with Store.open(state.settings.store, "w") as store:
        with state.snapshots.reader() as before:
            reading = readings.of(before)
        judge(store, meant, accepted=accepted, why=why)
        store.publish()
        with state.snapshots.reader() as after:
            readings.keep(after, reading)
            (told,) = told_findings(Asked(after, reading, {}), [reading.findings[meant]])
            return JSONResponse(told)


def _allow(request: Request) -> None:
    """Nothing, if this request may change something: the server has a token, which the gate has asked for.

    That the body says that it is JSON keeps pages of other origins from sending it in the name of a browser that
    knows the token.
    """
    if not request.app.state.settings.token:
        raise _Refused(403, "this server has no token, so nobody can judge here; kg judge does, or kg serve --token")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise _Refused(415, "a judgement is application/json")


def _verdict(body: bytes) -> tuple[bool, str]:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict) or told.get("verdict") not in ("accept", "reject"):
        raise UsageError('the body is JSON: {"verdict": "accept" or "reject", "why": "…"}')
    why = told.get("why", "")
    if not isinstance(why, str) or told.keys() - {"verdict", "why"}:
        raise UsageError("why is a text, and there is nothing else beside the verdict")
    return told["verdict"] == "accept", why.strip()


class _Refused(KgError):
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def _or_problem(told: Callable[[], Response]) -> Response:
    """The answer, or what is wrong, after RFC 9457."""
    try:
        return told()
    except _Refused as error:
        return problem(error.status, str(error))
    except Missing as error:
        return problem(404, str(error))
    except UsageError as error:
        return problem(400, str(error))
    except StoreError as error:
        return problem(503, str(error))


_TITLES = {400: "Bad request", 403: "Not allowed", 404: "Not found", 415: "Not JSON", 503: "Not available"}


def problem(status: int, detail: str) -> Response:
    """What is wrong, as JSON."""
    told = {"title": _TITLES[status], "status": status, "detail": detail}
    return JSONResponse(told, status, media_type="application/problem+json")
