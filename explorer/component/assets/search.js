// The search box: suggestions by kind while typing, matched in the browser, so that no late answer overwrites a newer one.
import { component, h } from "./dom.js";

const EACH = 7;

function build() {
  const input = h("input", { class: "z-search-input", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", type: "text" });
  const list = h("div", { class: "z-suggestions", role: "listbox", hidden: true });
  const box = h("div", { class: "z z-search" }, input, list);
  const s = { box, input, list, found: [], active: -1, shown: null, composing: false };
  input.addEventListener("compositionstart", () => (s.composing = true));
  input.addEventListener("compositionend", () => {
    s.composing = false;
    suggest(s);
  });
  input.addEventListener("input", () => !s.composing && suggest(s));
  input.addEventListener("focus", () => {
    input.select();
    suggest(s);
  });
  input.addEventListener("blur", () => setTimeout(() => close(s), 150));
  input.addEventListener("keydown", event => key(s, event));
  return s;
}

function update(s, data) {
  s.input.placeholder = data.placeholder;
  s.input.setAttribute("aria-label", data.label);
  if (s.shown !== data.value) {
    s.shown = data.value;
    s.input.value = data.value;
  }
}

function key(s, event) {
  // Enter and Escape belong to the input method while it composes.
  if (s.composing || event.isComposing || event.keyCode === 229) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (s.list.hidden) suggest(s);
    mark(s, s.active + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") choose(s, s.found[Math.max(0, s.active)]);
  else if (event.key === "Escape") {
    s.input.value = s.shown;
    close(s);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

const fold = (s, text) => [...text.normalize("NFKC").toLowerCase()].map(c => s.data.folds[c] || c).join("").replace(/[\s“”"'《》「」]/g, "");

/** 0 = the name itself, then the beginning of the name, inside it, another name, reading; null = no match. */
function rank(item, wanted) {
  if (!wanted) return 5;
  const [name, ...others] = item.keys;
  if (name === wanted || others.includes(wanted)) return 0;
  if (name.startsWith(wanted)) return 1;
  if (others.some(other => other.startsWith(wanted))) return 2;
  if (name.includes(wanted)) return 3;
  return others.some(other => other.includes(wanted)) ? 4 : null;
}

function suggest(s) {
  const wanted = s.input.value === s.shown ? "" : fold(s, s.input.value);
  s.list.replaceChildren();
  s.found = [];
  const ranked = s.data.items.map((item, place) => [rank(item, wanted), place, item]).filter(([score]) => score !== null);
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const groups = s.data.groups
    .map(group => [group, ranked.filter(([, , item]) => item.kind === group.kind)])
    .filter(([, members]) => members.length)
    .sort((a, b) => Math.min(...a[1].map(m => m[0])) - Math.min(...b[1].map(m => m[0])));
  for (const [group, members] of groups) {
    s.list.append(h("div", { class: "z-group", role: "presentation" }, group.label, h("span", { class: "z-count" }, String(members.length))));
    for (const [, , item] of members.slice(0, EACH)) {
      const place = s.found.length;
      s.found.push(item);
      s.list.append(
        h("div", { class: "z-suggestion", role: "option", id: `z-option-${place}`, onmousedown: event => (event.preventDefault(), choose(s, item)), onmousemove: () => mark(s, place) },
          item.path ? h("span", { class: "z-path" }, item.path) : null, h("span", { class: "z-name" }, item.name), h("span", { class: "z-count" }, item.note)));
    }
  }
  if (!s.found.length) s.list.append(h("div", { class: "z-group" }, s.data.nothing));
  s.list.hidden = false;
  s.input.setAttribute("aria-expanded", "true");
  mark(s, wanted && s.found.length ? 0 : -1);
}

function mark(s, place) {
  const options = [...s.list.querySelectorAll('[role="option"]')];
  s.active = options.length ? Math.max(-1, Math.min(options.length - 1, place)) : -1;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === s.active)));
  if (s.active >= 0) {
    s.input.setAttribute("aria-activedescendant", options[s.active].id);
    options[s.active].scrollIntoView({ block: "nearest" });
  } else s.input.removeAttribute("aria-activedescendant");
}

function choose(s, item) {
  if (!item) return;
  s.shown = s.input.value = item.path ? `${item.path} ${item.name}` : item.name;
  close(s);
  s.emit("choose", { reference: item.reference });
}

function close(s) {
  s.list.hidden = true;
  s.input.setAttribute("aria-expanded", "false");
}

export default component(build, update);
