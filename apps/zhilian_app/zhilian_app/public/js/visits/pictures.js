// Pictures of a visit: made small on the phone, sent one after the other while the person writes on.
import { escape, line_lost } from "./tools";

const LONGEST_SIDE = 1600;
const JPEG_QUALITY = 0.8;
const TRIES = 3;
const PAUSE_MS = 2000;

const CAMERA = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9 3 7.2 5H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h16a2
  2 0 0 0 2-2V7a2 2 0 0 0-2-2h-3.2L15 3zm3 15a5 5 0 1 1 0-10 5 5 0 0 1 0 10zm0-2a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"/></svg>`;

async function read_image(file) {
  // old phones do not know createImageBitmap's options, and turn the picture by themselves in an <img>
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

// A JPEG of at most 1600 pixels; drawing it anew also drops what the camera noted about place and owner.
export async function shrink(file) {
  const image = await read_image(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("no picture"))),
      "image/jpeg",
      JPEG_QUALITY,
    ),
  );
}

// The answered request of a private file that is sent; "line" where no answer came.
export function post_file(blob, name, on_progress) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("file", blob, name);
    form.append("is_private", 1);
    const request = new XMLHttpRequest();
    request.open("POST", "/api/method/upload_file");
    request.setRequestHeader("X-Frappe-CSRF-Token", frappe.csrf_token);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (e) => e.lengthComputable && on_progress(e.loaded / e.total);
    request.onerror = request.ontimeout = () => reject(new Error("line"));
    request.onload = () => resolve(request);
    request.send(form);
  });
}

export const url_of = (request) => JSON.parse(request.responseText).message.file_url;

async function send(blob, on_progress) {
  const name = `visit-${frappe.utils.get_random(10)}.jpg`;
  const request = await post_file(blob, name, on_progress);
  if (request.status === 200) return url_of(request);
  throw new Error(line_lost(request) ? "line" : "refused");
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class PictureTray {
  // `$area`: where it is drawn; `on_sent(docname, file_url)` puts a sent picture into its visit.
  constructor({ $area, on_sent, on_remove }) {
    Object.assign(this, {
      on_sent,
      on_remove,
      items: [],
      previews: {},
      waiters: [],
      docname: null,
      sending: false,
    });
    this.$area = $area;
    this.build();
  }

  build() {
    this.$area.html(`<div class="zl-tray">
      <div class="zl-tray-buttons">
        <label class="btn btn-primary zl-big-button zl-camera" tabindex="0">
          ${CAMERA}<span>${__("Take a Picture")}</span>
          <input type="file" accept="image/*" capture="environment" class="zl-file"></label>
        <label class="btn btn-default zl-big-button zl-album" tabindex="0">
          <span>${__("From Album")}</span>
          <input type="file" accept="image/*" multiple class="zl-file"></label>
      </div>
      <div class="zl-thumbs"></div><div class="zl-tray-more"></div>
    </div>`);
    this.$area.find("input").on("change", (e) => {
      this.add([...e.target.files]);
      e.target.value = "";
    });
    this.$area.on("click", ".zl-retry", (e) => this.retry(e.currentTarget.dataset.id));
    this.$area.on("click", ".zl-remove", (e) => this.remove(e.currentTarget.dataset));
  }

  // Shows the pictures of `doc`; those of another visit go on being sent meanwhile.
  open(doc, writable) {
    // on a slow line a picture may be taken before the form knows that it is drawn
    this.rename(null, doc.name);
    this.docname = doc.name;
    this.pictures = () => (doc.pictures || []).map((row) => row.picture).filter(Boolean);
    this.writable = writable;
    this.draw();
  }

  // One more thing to do, as a quiet button below the pictures; no label takes it away.
  offer(label, action) {
    const $more = this.$area.find(".zl-tray-more").empty();
    if (!label) return;
    $('<button type="button" class="btn btn-default zl-offer">')
      .text(label)
      .on("click", action)
      .appendTo($more);
  }

  // The visit has got its name from the server: what is still to be sent follows it.
  rename(old_name, new_name) {
    this.items
      .filter((item) => item.docname === old_name)
      .forEach((item) => (item.docname = new_name));
  }

  own() {
    return this.items.filter((item) => item.docname === this.docname);
  }

  add(files) {
    for (const file of files) {
      const id = frappe.utils.get_random(8);
      this.items.push({
        id,
        docname: this.docname,
        file,
        preview: URL.createObjectURL(file),
        state: "waiting",
        share: 0,
      });
    }
    this.draw();
    this.work();
  }

  retry(id) {
    const item = this.items.find((one) => one.id === id);
    if (item) item.state = "waiting";
    this.draw();
    this.work();
  }

  remove({ id, url }) {
    if (url) this.on_remove(this.docname, url);
    else this.items = this.items.filter((item) => item.id !== id);
    this.draw();
    this.tell_settled();
  }

  // One at a time: on a slow line two at once only make both late.
  async work() {
    if (this.sending) return;
    this.sending = true;
    let item;
    while ((item = this.items.find((one) => one.state === "waiting"))) {
      await this.send_one(item);
      this.draw();
      this.tell_settled();
    }
    this.sending = false;
  }

  async send_one(item) {
    item.state = "sending";
    this.draw();
    try {
      item.blob = item.blob || (await shrink(item.file));
    } catch {
      item.state = "unreadable";
      return;
    }
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      try {
        const url = await send(item.blob, (share) => this.progress(item, share));
        this.previews[url] = item.preview;
        if (!this.items.includes(item)) return;
        this.items = this.items.filter((one) => one !== item);
        await this.on_sent(item.docname, url);
        return;
      } catch (error) {
        if (error.message !== "line" || attempt === TRIES) item.state = "failed";
        else await pause(PAUSE_MS * attempt);
        if (item.state === "failed") return;
      }
    }
  }

  progress(item, share) {
    item.share = share;
    this.$area
      .find(`[data-item="${item.id}"] .zl-progress`)
      .css("width", `${Math.round(share * 100)}%`);
  }

  counts() {
    const own = this.own();
    const unsent = own.filter((item) => ["failed", "unreadable"].includes(item.state)).length;
    return { unsent, under_way: own.length - unsent };
  }

  // Resolves with the number of pictures that could not be sent, once nothing is under way; `watch` hears of each step.
  settled(watch) {
    return new Promise((resolve) => {
      const waiter = () => {
        const { unsent, under_way } = this.counts();
        watch && watch(under_way);
        if (under_way) return;
        this.waiters = this.waiters.filter((one) => one !== waiter);
        resolve(unsent);
      };
      this.waiters.push(waiter);
      waiter();
    });
  }

  tell_settled() {
    [...this.waiters].forEach((waiter) => waiter());
  }

  draw() {
    this.$area.find(".zl-tray-buttons").toggle(this.writable);
    const sent = this.pictures ? this.pictures() : [];
    const done = sent.map((url) => this.sent_html(url));
    this.$area
      .find(".zl-tray .zl-thumbs")
      .html(done.concat(this.own().map((item) => this.item_html(item))).join(""));
  }

  sent_html(url) {
    const remove = this.writable ? this.remove_html(`data-url="${escape(url)}"`) : "";
    return `<div class="zl-thumb"><a href="${escape(url)}" target="_blank" rel="noopener">
      <img src="${escape(this.previews[url] || url)}" loading="lazy" alt="${__("Picture")}"></a>${remove}</div>`;
  }

  item_html(item) {
    const label = {
      waiting: __("Waiting"),
      sending: __("Sending"),
      unreadable: __("Not a picture this phone can read"),
    };
    const below =
      item.state === "failed"
        ? `<button type="button" class="zl-retry" data-id="${item.id}">${__("Not sent. Retry")}</button>`
        : `<span class="zl-state">${label[item.state]}</span>`;
    return `<div class="zl-thumb zl-${item.state}" data-item="${item.id}">
      <img src="${item.preview}" alt="">${below}
      <div class="zl-progress" style="width:${Math.round(item.share * 100)}%"></div>
      ${this.remove_html(`data-id="${item.id}"`)}</div>`;
  }

  remove_html(data) {
    return `<button type="button" class="zl-remove" ${data} aria-label="${__("Remove Picture")}">×</button>`;
  }
}
