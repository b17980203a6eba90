// What a reader keeps: stars, read marks and notes, in this browser alone. All Pages of one owner share its storage, so
// the name of the repository is part of the key. The export has the form of what is stored.
const key = `${document.documentElement.dataset.repository}:kept`;
const empty = () => ({ schema: 1, starred: [], read: [], notes: {}, papers: {} });
const listeners = new Set();
let kept = load();
/** Whether there is no room for what is kept, or no storage, as in some private windows: it lasts as long as the page. */
let unsaved = false;

function valid(found) {
  return found && found.schema === 1 && Array.isArray(found.starred);
}

function load() {
  try {
    return normal(JSON.parse(localStorage.getItem(key)));
  } catch {
    return empty();
  }
}

function isRecord(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** What a file or the storage holds, without anything that no page could show. */
function normal(found) {
  if (!valid(found)) return empty();
  const ids = (list) => (Array.isArray(list) ? [...new Set(list.filter((id) => typeof id === "string"))] : []);
  const notes = Object.entries(isRecord(found.notes) ? found.notes : {}).filter(([, text]) => typeof text === "string");
  const papers = Object.entries(isRecord(found.papers) ? found.papers : {}).filter(([, paper]) => isRecord(paper));
  return {
    schema: 1,
    starred: ids(found.starred),
    read: ids(found.read),
    notes: Object.fromEntries(notes),
    papers: Object.fromEntries(papers.map(([id, paper]) => [id, plain(id, paper)])),
  };
}

function plain(id, paper) {
  const text = (name) => (typeof paper[name] === "string" ? paper[name] : "");
  const authors = Array.isArray(paper.authors) ? paper.authors.filter((name) => typeof name === "string") : [];
  const page = /^(reports\/[\d-]+\.html#[\w-]+)?$/.test(text("page")) ? text("page") : "";
  return {
    id, authors, page, title: text("title"), tex: text("tex"), year: text("year"), primary: text("primary"),
    doi: text("doi"),
  };
}

function save() {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
    unsaved = false;
  } catch {
    unsaved = true;
  }
  listeners.forEach((tell) => tell());
}

/** Take what other pages have kept since; what could be kept nowhere would be lost by it. */
function refresh() {
  if (!unsaved) kept = load();
}

window.addEventListener("storage", (event) => {
  if (event.key === key) {
    refresh();
    listeners.forEach((tell) => tell());
  }
});

function toggled(list, id) {
  return list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
}

export const onChange = (tell) => listeners.add(tell);
export const isStarred = (id) => kept.starred.includes(id);
export const isRead = (id) => kept.read.includes(id);
export const note = (id) => (Object.hasOwn(kept.notes, id) ? kept.notes[id] : "");
export const starred = () => kept.starred.map((id) => (Object.hasOwn(kept.papers, id) ? kept.papers[id] : plain(id, {})));
export const exported = () => JSON.stringify(kept, null, 1) + "\n";

export function star(paper) {
  refresh();
  kept.starred = toggled(kept.starred, paper.id);
  if (kept.starred.includes(paper.id)) kept.papers[paper.id] = paper;
  else delete kept.papers[paper.id];
  save();
}

export function read(id) {
  refresh();
  kept.read = toggled(kept.read, id);
  save();
}

export function setNote(id, text) {
  refresh();
  if (text.trim()) kept.notes[id] = text;
  else delete kept.notes[id];
  save();
}

/** Add what a file holds to what is there; false where it holds nothing of the kind. */
export function imported(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return false;
  }
  if (!valid(found)) return false;
  const more = normal(found);
  refresh();
  kept = {
    schema: 1,
    starred: [...new Set([...kept.starred, ...more.starred])],
    read: [...new Set([...kept.read, ...more.read])],
    notes: { ...more.notes, ...kept.notes },
    papers: { ...more.papers, ...kept.papers },
  };
  save();
  return true;
}
