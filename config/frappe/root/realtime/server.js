/** Puts the relay together: Socket.IO to the pages, Redis from Frappe. */

const http = require("http");

const { createClient } = require("@redis/client");
const { Server } = require("socket.io");

const { isSite, load } = require("./config");
const { admission, isOwnPage } = require("./handshake");
const { attend } = require("./rooms");

const CHANNEL = "events";

/** Pass one message of Frappe's on to the clients that it is for. */
function relay(io, text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return console.error("unreadable message");
  }
  const { namespace, room, event } = message;
  if (!namespace || !event) return;
  const site = io.of(`/${namespace}`);
  (room ? site.to(room) : site).emit(event, message.message);
}

async function follow(io, url) {
  const redis = createClient({ url });
  // the client reconnects by itself; without this handler an error would end the process
  redis.on("error", (error) => console.error(`redis: ${error.message || error.code}`));
  await redis.connect();
  await redis.subscribe(CHANNEL, (text) => relay(io, text));
  return redis;
}

/** Start the relay; resolves when it listens and hears Frappe. */
async function start(config = load()) {
  const server = http.createServer((_, response) => response.writeHead(404).end());
  const io = new Server(server, {
    allowRequest: (request, decide) => decide(null, isOwnPage(request)),
    // under `bench start` pages are at another port of the same host, so ask across origins
    cors: { origin: true, credentials: true },
    serveClient: false,
    maxHttpBufferSize: 1e5,
    cleanupEmptyChildNamespaces: true,
  });
  // A pattern, not a function: only then does `io.of(name)` in `relay` make namespaces that have
  // the admission too. Whether the name is a site's is the first thing that it asks.
  io.of(/^\/[A-Za-z0-9][A-Za-z0-9._-]*$/)
    .use(admission({ web: config.web, isSite }))
    .on("connection", attend);
  const redis = await follow(io, config.redis);
  await new Promise((resolve, reject) => {
    server.once("error", reject).listen(config.port, "127.0.0.1", resolve);
  });
  const stop = async () => {
    await redis.disconnect().catch(() => {});
    io.close(() => process.exit(0));
    setTimeout(() => process.exit(0), 2000).unref();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  return { port: server.address().port, stop };
}

module.exports = { start };
