/**
 * The one address of the running bench, in the place that nginx has on a production server:
 *
 *   /assets, /files   from the disk, compressed, kept by the browser where the name has a hash
 *   /socket.io        to the realtime relay
 *   all else          to Frappe (gunicorn)
 *
 * A host name that is a site's leads to that site, any other (`localhost`, the machine's address) to
 * the default site. Node's own library only.
 */

const fs = require("fs");
const http = require("http");
const net = require("net");
const path = require("path");
const { pipeline } = require("stream");
const zlib = require("zlib");

const SITES = path.resolve(__dirname, "..", "..", "sites");
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
// What a page may show itself. Anything else that people upload is only ever saved to disk: an
// uploaded page or drawing must not run in the name of this site.
const SHOWN_UPLOADS = new Set([".gif", ".jpg", ".jpeg", ".mp3", ".mp4", ".pdf", ".png", ".webp"]);
const COMPRESSED = /^(text\/|application\/(json|javascript)|image\/svg)/;
const HASHED = /\.bundle\.[A-Z0-9]{8}\.(js|css)(\.map)?$/;
const YEAR = 31536000;

const shared = JSON.parse(fs.readFileSync(path.join(SITES, "common_site_config.json"), "utf8"));
const settings = {
  host: process.env.ZHILIAN_HOST || "127.0.0.1",
  port: Number(process.env.ZHILIAN_PORT || shared.webserver_port || 8000),
  relay: Number(process.env.FRAPPE_SOCKETIO_PORT || shared.socketio_port || 9000),
  frappe: process.env.ZHILIAN_WEB_SOCKET,
  site: process.env.ZHILIAN_SITE || shared.default_site,
};

/** The site that a request is for; a client's own X-Frappe-Site-Name counts for nothing. */
function siteOf(request) {
  const name = (request.headers.host || "").replace(/:\d+$/, "").toLowerCase();
  const known = /^[a-z0-9][a-z0-9._-]*$/.test(name);
  return known && fs.existsSync(path.join(SITES, name, "site_config.json")) ? name : settings.site;
}

/** The file for a public address and the folder it must be in, or null if no file is meant. */
function publicFile(address, site) {
  let inner;
  try {
    inner = decodeURIComponent(address);
  } catch {
    return null;
  }
  if (inner.includes("\0")) return null;
  const folder = inner.startsWith("/assets/")
    ? path.join(SITES, "assets")
    : inner.startsWith("/files/")
      ? path.join(SITES, site, "public", "files")
      : null;
  if (!folder) return null;
  const file = path.join(folder, inner.slice(inner.indexOf("/", 1)));
  return file.startsWith(folder + path.sep) ? { file, upload: inner.startsWith("/files/") } : null;
}

function sendFile(request, response, { file, upload }) {
  fs.stat(file, (error, found) => {
    if (error || !found.isFile()) return response.writeHead(404).end("Not Found");
    const ending = path.extname(file).toLowerCase();
    const tag = `"${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`;
    const headers = {
      "Cache-Control": HASHED.test(file) ? `public, max-age=${YEAR}, immutable` : "no-cache",
      "Content-Type": TYPES[ending] || "application/octet-stream",
      "X-Content-Type-Options": "nosniff",
      ETag: tag,
      Vary: "Accept-Encoding",
    };
    if (upload && !SHOWN_UPLOADS.has(ending)) headers["Content-Disposition"] = "attachment";
    if (request.headers["if-none-match"] === tag) return response.writeHead(304, headers).end();
    const pack = COMPRESSED.test(headers["Content-Type"]) && acceptsGzip(request);
    if (pack) headers["Content-Encoding"] = "gzip";
    else headers["Content-Length"] = found.size;
    response.writeHead(200, headers);
    if (request.method === "HEAD") return response.end();
    const steps = [
      fs.createReadStream(file),
      ...(pack ? [zlib.createGzip({ level: 5 })] : []),
      response,
    ];
    pipeline(steps, () => {});
  });
}

const acceptsGzip = (request) => /\bgzip\b/.test(request.headers["accept-encoding"] || "");

/** Headers for the servers behind: who asks, and for which site. */
function forwarded(request) {
  const headers = { ...request.headers };
  headers["x-forwarded-for"] = request.socket.remoteAddress;
  headers["x-forwarded-host"] = request.headers.host || "";
  headers["x-forwarded-proto"] = "http";
  headers["x-frappe-site-name"] = siteOf(request);
  delete headers["x-use-x-accel-redirect"];
  return headers;
}

const backendOf = (request) =>
  request.url.startsWith("/socket.io/")
    ? { host: "127.0.0.1", port: settings.relay }
    : { socketPath: settings.frappe };

function pass(request, response) {
  const onward = http.request(
    {
      ...backendOf(request),
      // gunicorn closes idle connections after two seconds: one reused in that moment fails as a 502
      agent: false,
      method: request.method,
      path: request.url,
      headers: forwarded(request),
    },
    (answer) => {
      const headers = { ...answer.headers };
      const type = headers["content-type"] || "";
      const pack =
        COMPRESSED.test(type) &&
        !headers["content-encoding"] &&
        acceptsGzip(request) &&
        hasBody(request, answer);
      if (pack) {
        headers["content-encoding"] = "gzip";
        headers.vary = headers.vary ? `${headers.vary}, Accept-Encoding` : "Accept-Encoding";
        delete headers["content-length"];
      }
      response.writeHead(answer.statusCode, headers);
      pipeline([answer, ...(pack ? [zlib.createGzip({ level: 5 })] : []), response], () => {});
    },
  );
  onward.on("error", () => {
    if (response.headersSent) return response.destroy();
    response.writeHead(502, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "2" });
    response.end("系统正在启动或暂时无法访问,请稍后刷新。\n");
  });
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}

const hasBody = (request, answer) =>
  request.method !== "HEAD" && answer.statusCode !== 204 && answer.statusCode !== 304;

/** A web socket: the two ends are joined, byte for byte. */
function join(request, client, head) {
  const backend = net.connect(settings.relay, "127.0.0.1", () => {
    const lines = Object.entries(forwarded(request)).flatMap(([name, value]) =>
      [].concat(value).map((one) => `${name}: ${one}`),
    );
    backend.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    backend.write(head);
    backend.pipe(client).pipe(backend);
  });
  const end = () => {
    client.destroy();
    backend.destroy();
  };
  for (const side of [backend, client]) side.on("error", end).on("close", end);
}

const server = http.createServer((request, response) => {
  const address = request.url.split("?", 1)[0];
  const wanted = ["GET", "HEAD"].includes(request.method) && publicFile(address, siteOf(request));
  if (wanted) sendFile(request, response, wanted);
  else pass(request, response);
});
server.on("upgrade", (request, socket, head) => {
  if (request.url.startsWith("/socket.io/")) join(request, socket, head);
  else socket.destroy();
});
server.requestTimeout = 0; // slow lines send pictures for minutes; gunicorn's own limits hold
server.listen(settings.port, settings.host, () => {
  console.log(`http://${settings.host}:${settings.port}`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
