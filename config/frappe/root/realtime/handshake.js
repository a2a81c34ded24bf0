/** Decides who is let in: pages of this very host, with a session cookie that Frappe knows. */

const { asking } = require("./frappe");

/** Return the value of cookie `name` in a Cookie header, or undefined. */
function cookie(header, name) {
  for (const part of (header || "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim();
      try {
        return decodeURIComponent(value);
      } catch {
        return value;
      }
    }
  }
}

/** Return the host name in a Host header or an Origin, without port; null if there is none. */
function hostName(address) {
  try {
    return new URL(address.includes("://") ? address : `http://${address}`).hostname;
  } catch {
    return null;
  }
}

/**
 * Tell whether a request comes from a page of the host that it goes to: a page of another host must
 * not use the cookie that the browser sends along. Browsers leave the Origin out only where a page
 * asks its own host by GET, or where the page cannot read the answer; never for a web socket.
 */
function isOwnPage({ method, headers: { origin, host, upgrade } }) {
  if (!origin) return method === "GET" && !upgrade;
  return Boolean(host && hostName(origin) && hostName(origin) === hostName(host));
}

/**
 * Socket.IO middleware for the namespaces `/<site>`.
 * @param {{web: object, isSite: (name: string) => boolean}} options
 */
function admission({ web, isSite }) {
  return async (socket, next) => {
    const site = socket.nsp.name.slice(1);
    if (!isSite(site)) return next(new Error("Invalid namespace"));
    const sid = cookie(socket.request.headers.cookie, "sid");
    if (!sid) return next(new Error("No session"));
    const frappe = asking(web, site, sid);
    try {
      const { user, user_type: type } = await frappe.whoIs();
      Object.assign(socket.data, { user, type, frappe });
    } catch {
      return next(new Error("Unauthorized"));
    }
    return socket.data.user ? next() : next(new Error("Unauthorized"));
  };
}

module.exports = { admission, cookie, isOwnPage };
