/** Asks Frappe, in a client's name, who the client is and what it may follow. */

const http = require("http");

const TIMEOUT_MS = 20000;

/**
 * Call a whitelisted method of `site` with the client's session.
 * @returns {Promise<any>} the answer's `message`; rejects if Frappe says no or does not answer
 */
function call(web, site, sid, method, args = {}) {
  const query = new URLSearchParams(args).toString();
  const request = {
    host: web.host,
    port: web.port,
    path: `/api/method/${method}${query ? `?${query}` : ""}`,
    // in the cookie, for what stands in an address ends up in access logs
    headers: {
      Host: `${site}:${web.port}`,
      "X-Frappe-Site-Name": site,
      Cookie: `sid=${encodeURIComponent(sid)}`,
      Accept: "application/json",
    },
    timeout: TIMEOUT_MS,
  };
  return new Promise((resolve, reject) => {
    const sent = http.get(request, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode !== 200)
          return reject(new Error(`${method}: ${response.statusCode}`));
        try {
          resolve(JSON.parse(Buffer.concat(parts).toString("utf8")).message);
        } catch (error) {
          reject(error);
        }
      });
    });
    sent.on("timeout", () => sent.destroy(new Error(`${method}: no answer`)));
    sent.on("error", reject);
  });
}

/** The questions that the relay has, for one client. */
function asking(web, site, sid) {
  const may = (method, args) =>
    call(web, site, sid, method, args).then(
      (answer) => answer === true,
      () => false,
    );
  return {
    /** @returns {Promise<{user: string, user_type: string}>} */
    whoIs: () => call(web, site, sid, "frappe.realtime.get_user_info"),
    mayFollowDoctype: (doctype) => may("frappe.realtime.can_subscribe_doctype", { doctype }),
    mayFollowDoc: (doctype, docname) =>
      may("frappe.realtime.can_subscribe_doc", { doctype, docname }),
  };
}

module.exports = { asking };
