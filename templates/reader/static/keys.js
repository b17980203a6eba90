// One key, one act; never while somebody writes, and never with a key that belongs to the browser.
export const KEYS = {
  j: "next", k: "previous", "[": "previousReport", "]": "nextReport", o: "open", p: "pdf", s: "star", x: "read",
  n: "note", b: "bibtex", m: "link", "/": "search", "?": "help",
};

export function listen(acts) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    const act = acts[KEYS[event.key]];
    if (act && act() !== false) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button && acts[button.dataset.act]) acts[button.dataset.act](button);
  });
}

export function help() {
  document.getElementById("help").showModal();
}

export function search() {
  const field = document.querySelector("main input[type=search]") ?? document.querySelector("input[type=search]");
  field.focus();
  field.select();
}

/** Say something to everybody, those who hear the page too. */
export function say(text) {
  const said = document.getElementById("said");
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (said.textContent = ""), 2500);
}

export async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  say(said);
}

export function follow(url) {
  if (!url) return false;
  location.assign(url);
}

/** arXiv's pages open beside the reader, so that going through a day goes on. */
export function openBeside(url) {
  if (!url) return false;
  window.open(url, "_blank", "noopener");
}
