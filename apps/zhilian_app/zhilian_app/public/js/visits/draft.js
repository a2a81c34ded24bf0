// What is being written, kept on the phone until the server has it: one draft per person and household.

const PREFIX = "zhilian:draft:";
const KEEP_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

function key_of(household) {
  return `${PREFIX}${frappe.session.user}:${household}`;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function is_empty(facts) {
  return !(facts.content || "").trim() && !(facts.needs || "").trim() && !facts.pictures.length;
}

// Keeps a new visit as it stands; `typed` is what the text boxes hold beyond the form's own copy.
export function keep(doc, typed = {}) {
  if (!doc.household) return;
  const facts = {
    visit_date: doc.visit_date,
    content: typed.content ?? doc.content,
    needs: typed.needs ?? doc.needs,
    pictures: (doc.pictures || []).map((row) => row.picture).filter(Boolean),
    visitors: (doc.visitors || []).map((row) => row.cadre).filter(Boolean),
    kept_at: Date.now(),
  };
  if (is_empty(facts)) return drop(doc.household);
  try {
    localStorage.setItem(key_of(doc.household), JSON.stringify(facts));
  } catch {
    // the phone's storage is full or forbidden: writing goes on without a draft
  }
}

export function find(household) {
  return read(key_of(household));
}

export function drop(household) {
  localStorage.removeItem(key_of(household));
}

// Households that have a draft of the person signed in.
export function households() {
  const own = key_of("");
  return new Set(
    Object.keys(localStorage)
      .filter((key) => key.startsWith(own))
      .map((key) => key.slice(own.length)),
  );
}

// Drafts hold what people said at home: nobody comes back to one after a month, so it goes.
export function forget_old() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const facts = read(key);
    if (!facts || Date.now() - facts.kept_at > KEEP_DAYS * DAY_MS) localStorage.removeItem(key);
  }
}
