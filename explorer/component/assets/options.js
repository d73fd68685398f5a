// A text field with suggestions in groups, as a combobox: the question box, and the search over the picture.
//
// What was asked carries a number; an answer older than one that is already shown is dropped. While an input method
// composes, Enter and Escape are its own: they neither choose nor clear.
import { h } from "./dom.js";

const PAUSE = 30; // ms without a key before the server is asked

export function combobox({ label, placeholder, ask, choose, submit, icon }) {
  const input = h("input", { class: "z-input", type: "text", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-label": label, placeholder, autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
  const list = h("div", { class: "z-options", role: "listbox", "aria-label": label, hidden: true });
  const clear = h("button", { class: "z-clear", type: "button", tabindex: "-1", hidden: true, "aria-hidden": "true" }, "×");
  const box = h("div", { class: "z-combo" }, icon || null, input, clear, list);
  const s = { box, input, list, found: [], active: -1, asked: Date.now(), shown: 0, composing: false, words: {}, open: false, ids: `z${Math.random().toString(36).slice(2, 8)}` };
  list.id = `${s.ids}-list`;
  input.setAttribute("aria-controls", list.id);
  let timer = 0;
  const send = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(input.value, (s.asked += 1)), PAUSE);
  };
  input.addEventListener("compositionstart", () => (s.composing = true));
  input.addEventListener("compositionend", () => {
    s.composing = false;
    s.composed = performance.now();
    changed();
  });
  const changed = () => {
    clear.hidden = !input.value;
    s.active = -1;
    s.open = true;
    send();
  };
  input.addEventListener("input", () => !s.composing && changed());
  input.addEventListener("focus", () => {
    s.open = true;
    if (s.text === input.value && s.found.length) unfold(s);
    else send();
  });
  input.addEventListener("blur", () => setTimeout(() => fold(s), 160));
  clear.addEventListener("mousedown", event => {
    event.preventDefault();
    input.value = "";
    input.focus();
    changed();
  });
  input.addEventListener("keydown", event => {
    // 229 is what a browser reports for a key that an input method takes; Safari ends composing before the key comes.
    if (s.composing || event.isComposing || event.keyCode === 229) return event.stopPropagation();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) unfold(s);
      else mark(s, s.active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      if (s.composed && performance.now() - s.composed < 30) return;
      if (s.active >= 0 && !list.hidden) pick(s.found[s.active]);
      else if (input.value.trim()) {
        clearTimeout(timer);
        fold(s);
        submit(input.value.trim(), s);
      }
    } else if (event.key === "Escape") {
      if (!list.hidden) fold(s);
      else if (input.value) {
        input.value = "";
        changed();
      } else input.blur();
    } else {
      event.stopPropagation(); // the page has shortcuts of its own
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  const pick = option => {
    if (!option) return;
    clearTimeout(timer);
    input.value = option.fill ?? option.name;
    clear.hidden = !input.value;
    fold(s);
    choose(option, s);
  };
  s.pick = pick;
  return s;
}

/** An answer: `{asked, text, groups: [{kind, title, total, items: [{name, path, note, …}]}], nothing}`. */
export function answer(s, reply) {
  if (!reply || !reply.asked || reply.asked <= s.shown) return false;
  s.shown = reply.asked;
  s.text = reply.text;
  s.found = [];
  const parts = [];
  for (const group of reply.groups) {
    const more = group.total > group.items.length ? `${group.items.length} / ${group.total.toLocaleString()}` : String(group.total);
    parts.push(h("div", { class: "z-options-head", role: "presentation" }, group.title, h("span", { class: "z-count" }, more)));
    for (const item of group.items) {
      const place = s.found.push(item) - 1;
      const option = h("div", { class: "z-option", role: "option", id: `${s.ids}-${place}`, "aria-selected": "false", dataset: { kind: group.kind } },
        h("i", { class: `z-sign z-sign-${group.kind}`, "aria-hidden": "true" }),
        item.path ? h("span", { class: "z-path" }, item.path) : null,
        h("span", { class: "z-name" }, item.name),
        item.also ? h("span", { class: "z-also" }, item.also) : null,
        h("span", { class: "z-count" }, item.note || ""));
      option.addEventListener("mousedown", event => {
        event.preventDefault();
        s.pick(item);
      });
      option.addEventListener("mousemove", () => s.active !== place && mark(s, place, false));
      parts.push(option);
    }
  }
  if (!s.found.length && reply.text) parts.push(h("div", { class: "z-options-head" }, reply.nothing));
  s.list.replaceChildren(...parts);
  s.active = -1;
  s.input.removeAttribute("aria-activedescendant");
  if (s.open && s.box.getRootNode().activeElement === s.input) unfold(s);
  return true;
}

function unfold(s) {
  s.list.hidden = !s.list.children.length;
  s.input.setAttribute("aria-expanded", String(!s.list.hidden));
}

export function fold(s) {
  s.open = false;
  s.list.hidden = true;
  s.active = -1;
  s.input.setAttribute("aria-expanded", "false");
  s.input.removeAttribute("aria-activedescendant");
}

function mark(s, place, scroll = true) {
  const options = [...s.list.querySelectorAll('[role="option"]')];
  s.active = options.length ? Math.max(-1, Math.min(options.length - 1, place)) : -1;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === s.active)));
  if (s.active < 0) return s.input.removeAttribute("aria-activedescendant");
  s.input.setAttribute("aria-activedescendant", options[s.active].id);
  if (scroll) options[s.active].scrollIntoView({ block: "nearest" });
}
