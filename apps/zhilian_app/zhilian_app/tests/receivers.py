"""Real receivers on this machine for what leaves it: a chat group's robot, and a mail server."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OK = (200, {"errcode": 0, "errmsg": "ok"})


class Robots:
    """A web server that answers as chat groups do; ``answers`` by path, each (status, JSON, seconds to wait)."""

    def __init__(self):
        self.answers: dict[str, tuple] = {}
        self.calls: list[tuple[str, dict]] = []
        robots = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                content = self.rfile.read(int(self.headers["Content-Length"]))
                path = self.path.split("?")[0]
                robots.calls.append((self.path, json.loads(content)))
                status, body, *wait = robots.answers.get(path, OK)
                time.sleep(wait[0] if wait else 0)
                answer = json.dumps(body).encode() if body is not None else b"<html>"
                try:
                    self.send_response(status)
                    if status == 302:
                        self.send_header("Location", "/elsewhere")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    return  # who called has gone

            def log_message(self, *args):
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def texts(self, path: str) -> list[str]:
        """What was said at a path."""
        return [body["text"]["content"] for at, body in self.calls if at.split("?")[0] == path]


class _Mail(socketserver.StreamRequestHandler):
    """Just enough of SMTP to take a message."""

    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.say("354 go on")
                self.take()
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            elif word == b"RCPT" and self.server.refuse:
                self.say("550 no such person")
            else:
                self.say("250 well")

    def take(self):
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        self.server.messages.append(b"".join(lines))

    def say(self, words: str):
        self.wfile.write(words.encode() + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it was given in ``messages``; ``refuse`` makes it take nobody's."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Mail)
        self.messages: list[bytes] = []
        self.refuse = False

    @property
    def port(self) -> int:
        return self.server_address[1]


@contextmanager
def running(server) -> Iterator:
    """``server`` while it serves in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
