"""Serves the base image of debian-base.sh to the .NET SDK on a free port of this machine, and prints its address. Usage: registry.py FOLDER"""
import hashlib
import http.server
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])


class Registry(http.server.BaseHTTPRequestHandler):
    """The part of the registry protocol that reads images: a manifest, and blobs by digest."""

    def do_GET(self):
        kind, name = self.path.split("/")[-2:] if self.path != "/v2/" else ("", "")
        file = folder / ("manifest.json" if kind == "manifests" else name)
        if name and not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes() if name else b"{}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", "application/vnd.docker.distribution.manifest.v2+json" if kind == "manifests" else "application/octet-stream")
        self.send_header("Docker-Content-Digest", "sha256:" + hashlib.sha256(content).hexdigest())
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    do_HEAD = do_GET

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
print(f"localhost:{server.server_port}", flush=True)
server.serve_forever()
