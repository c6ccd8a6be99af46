"""``demo-feed``: post labelled comments to a running service, as its form would, and tell what became of them."""

from __future__ import annotations

import http.client
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import click
from tqdm import tqdm

from service.installation import TOKEN_FILE
from service.settings import Settings

PAGES = 20
FORM_SECONDS = 2.5
"""How long the form is left open before it is sent, so that its age is that of a person's."""

BECAME = {"approved": "published", "pending": "held", "spam": "filed as spam"}


class FeedError(Exception):
    """The feed cannot go on; the message says why."""


@dataclass(kw_only=True)
class _Service:
    """A running service, over one kept connection.

    Attributes:
        url: Where it is.
        site: Which site is fed.
        token: A moderator's, to see what the answers to visitors do not tell.
    """

    url: str
    site: str
    token: str = field(repr=False)
    _connection: http.client.HTTPConnection | None = None

    def call(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, object]]:
        """Send one request; return the status and the JSON answered."""
        parts = urlsplit(self.url)
        if self._connection is None:
            kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            self._connection = kind(parts.netloc, timeout=30)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        try:
            self._connection.request(method, path, None if body is None else json.dumps(body).encode(), headers)
            answer = self._connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FeedError(f"{self.url} does not answer as Saring does ({type(error).__name__})") from error

    def stamp(self, page: str) -> str:
        """Open the form of a page and return its stamp."""
        status, form = self.call("GET", f"/api/v1/sites/{self.site}/form?page={quote(page)}")
        if status != http.HTTPStatus.OK:
            raise FeedError(f"the form of {page} does not open: {form.get('title', status)}")
        return str(form["stamp"])

    def states(self, known: set[str]) -> dict[str, str]:
        """Return the state of each known comment, as a moderator sees it."""
        found: dict[str, str] = {}
        for state in BECAME:
            after = ""
            while True:
                path = f"/api/v1/moderation/comments?site={self.site}&state={state}&order=newest&limit=200{after}"
                status, listing = self.call("GET", path)
                if status != http.HTTPStatus.OK:
                    raise FeedError(f"the queue cannot be read: {listing.get('title', status)}")
                items = listing["items"]
                if not isinstance(items, list):
                    raise FeedError("the queue is not a list")
                mine = {item["id"]: state for item in items if item["id"] in known}
                found.update(mine)
                if not listing["next"] or not mine:
                    break
                after = f"&after={quote(str(listing['next']))}"
        return found


@click.command("demo-feed")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rows", default=2000, show_default=True, help="How many, drawn by chance with a fixed seed.")
@click.option("--split", default="dev", show_default=True, help="Which rows: those whose split is this.")
@click.option("--url", default="", help="Where the service is; PORT on this machine without.")
@click.option("--site", default="demo", show_default=True)
@click.option("--token-file", type=click.Path(exists=True, path_type=Path), help="A moderator's token.")
def command(  # noqa: PLR0913, PLR0917 - click passes each option by its name
    file: Path, rows: int, split: str, url: str, site: str, token_file: Path | None
) -> None:
    """Post labelled comments (JSON lines with text, label and split) to a running service.

    The service must run with SARING_RATE_LIMIT_ENABLED=false: all comments come from one address.
    """
    settings = Settings.from_environ()
    token = (token_file or settings.data_dir / TOKEN_FILE).read_text(encoding="ascii").strip()
    service = _Service(url=url or f"http://127.0.0.1:{settings.port}", site=site, token=token)
    try:
        labels = _post(service, _read(file, split, rows))
        states = service.states(set(labels))
    except FeedError as error:
        click.echo(f"demo-feed: {error}", err=True)
        sys.exit(2)
    click.echo(table(Counter((labels[comment], states.get(comment, "lost")) for comment in labels)))


def _read(file: Path, split: str, rows: int) -> list[dict[str, str]]:
    """Return *rows* rows of a split, drawn by chance with a fixed seed.

    Raises:
        FeedError: A line cannot be read, or none is of that split.
    """
    found = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                if row["split"] == split:
                    found.append({"text": row["text"], "label": row["label"], "author": row.get("author") or ""})
            except (ValueError, KeyError, TypeError) as error:
                raise FeedError(f"{file}, line {number}: {type(error).__name__}: {error}") from error
    if not found:
        raise FeedError(f"{file} has no row of split {split}")
    return random.Random(0).sample(found, min(rows, len(found)))  # noqa: S311 - the same rows each time, no secret


def _post(service: _Service, rows: list[dict[str, str]]) -> dict[str, str]:
    """Post every row; return the label of each comment stored, by id."""
    run = f"{time.time():.0f}"
    pages = [f"/demo-feed/{run}/{number}" for number in range(PAGES)]
    stamps = {page: service.stamp(page) for page in pages}
    time.sleep(FORM_SECONDS)
    labels: dict[str, str] = {}
    refused: Counter[str] = Counter()
    for number, row in enumerate(tqdm(rows, unit="comment", file=sys.stderr)):
        page = pages[number % PAGES]
        author = {"name": row["author"][:100] or f"Pembaca {number}", "email": f"pembaca{run}.{number}@example.org"}
        body = {"page": page, "stamp": stamps[page], "author": author, "text": row["text"]}
        status, answer = service.call("POST", f"/api/v1/sites/{service.site}/comments", body)
        if status == http.HTTPStatus.TOO_MANY_REQUESTS:
            raise FeedError("too many comments from one address: start it with SARING_RATE_LIMIT_ENABLED=false")
        if status in {http.HTTPStatus.CREATED, http.HTTPStatus.ACCEPTED}:
            labels[str(answer["id"])] = row["label"]
        else:
            refused[f"{status} {answer.get('code')} {answer.get('errors') or ''}"] += 1
    for reason, count in refused.items():
        click.echo(f"refused {count}: {reason}", err=True)
    return labels


def table(counts: Counter[tuple[str, str]]) -> str:
    """Return what became of the comments as a Markdown table, one row a label."""
    lines = ["| label | posted | " + " | ".join(BECAME.values()) + " |", "|---|---:" + "|---:" * len(BECAME) + "|"]
    for label in ("spam", "ham"):
        total = sum(count for (one, _), count in counts.items() if one == label)
        cells = [f"{counts[label, state]} ({100 * counts[label, state] / max(total, 1):.1f} %)" for state in BECAME]
        lines.append(f"| {'genuine' if label == 'ham' else label} | {total} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
