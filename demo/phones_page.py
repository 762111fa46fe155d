"""Serves a web page on loopback that shows the text messages that each phone received, newest first.

python -m demo.phones_page FOLDER --port N
"""

from __future__ import annotations

import argparse
import html
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from demo import phones

STYLE = """
body { font: 16px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; background: #F6F4F2; color: #1F1F1F;
  margin: 32px; }
h1 { font-size: 22px; font-weight: 600; border-left: 6px solid #B81C2B; padding-left: 12px; }
main { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
section { width: 300px; background: #FFF; border: 1px solid #D9D9D9; border-radius: 28px; padding: 20px; }
h2 { font-size: 16px; font-weight: 600; margin: 0 0 12px; text-align: center; letter-spacing: 1px; }
p { background: #F6F4F2; border-radius: 12px; padding: 10px 14px; margin: 8px 0; }
time { color: #595959; font-size: 13px; display: block; }
"""

NOTHING = "<p>还没有短信。取号时输入手机号即可收到。<br>No message yet: type a phone number at the machine.</p>"


def page(texts: list[phones.TextMessage]) -> str:
    """The whole page, which reloads itself every second."""
    by_phone: dict[str, list[phones.TextMessage]] = {}
    for text in reversed(texts):
        by_phone.setdefault(text.phone, []).append(text)
    cards = "".join(_phone(number, received) for number, received in by_phone.items())
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">'
        f"<title>手机短信 Phones</title><style>{STYLE}</style></head><body><h1>手机短信 Phones</h1>"
        f"<main>{cards or NOTHING}</main></body></html>"
    )


def _phone(number: str, received: list[phones.TextMessage]) -> str:
    lines = "".join(f"<p><time>{text.clock}</time>{html.escape(text.text)}</p>" for text in received)
    return f"<section><h2>{html.escape(number)}</h2>{lines}</section>"


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server bound to 127.0.0.1; `serve_forever` runs it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = phones.find(folder)
            body = page(phones.read(path)[0] if path else []).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Log nothing, since the page is fetched every second."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    server(given.folder, given.port).serve_forever()


if __name__ == "__main__":
    main()
