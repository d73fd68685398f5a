// Above the picture its tools, below it the legend, between them a line that says what is going on.
import { h, svg } from "./dom.js";
import { combobox, fold } from "./options.js";
import { sign } from "./paint.js";
import { list, stroke } from "./side.js";
import { fitAll, places, png, reveal, zoom } from "./stage.js";

const ICONS = {
  undo: "M6 3L2.5 6.5L6 10M3 6.5H9.5A4 4 0 0 1 9.5 14.2H6",
  fit: "M2 6V2H6M10 2H14V6M14 10V14H10M6 14H2V10",
  plus: "M8 3V13M3 8H13",
  minus: "M3 8H13",
  whole: "M3 4.5H13M3 8H13M3 11.5H13",
  table: "M2 3H14V13H2ZM2 6.5H14M9.5 6.5V13",
  save: "M8 2V10.5M4.5 7.5L8 11L11.5 7.5M2.5 13.8H13.5",
  keys: "M1.5 4H14.5V12H1.5ZM4 6.5H4.6M7 6.5H7.6M10 6.5H10.6M5 9.5H11",
  columns: "M2 3H5V13H2ZM6.5 3H9.5V13H6.5ZM11 3H14V13H11Z",
  force: "M3.5 4.5L8 8L12.5 3.5M8 8L5 12.5M8 8L12.5 11M3.5 4.5h.1M12.5 3.5h.1M5 12.5h.1M12.5 11h.1",
  rings: "M8 1.8A6.2 6.2 0 1 1 7.99 1.8M8 5A3 3 0 1 1 7.99 5M8 7.6h.1",
};
const icon = name => svg(ICONS[name], { style: { fill: "none", stroke: "currentColor", "stroke-width": name === "force" ? "1.4" : "1.5", "stroke-linecap": "round", "stroke-linejoin": "round" } });

export function drawTools(s, data) {
  const { words } = data;
  if (!s.search) {
    s.search = combobox({
      label: words.search,
      placeholder: words.search,
      ask: (text, asked) => (text ? s.emit("find", { text, asked }) : fold(s.search)),
      choose: option => {
        s.search.input.value = "";
        if (s.from && s.from !== option.choice) {
          const from = s.from;
          s.from = null;
          s.emit("path", { from, to: option.choice });
        } else if (s.scene.nodes.has(option.choice)) {
          reveal(s.stage, option.choice);
          s.choose(option.choice, true);
        } else s.emit("add", { node: option.choice, places: places(s.stage) });
        s.canvas.focus();
      },
      submit: () => s.search.found[0] && s.search.pick(s.search.found[0]),
    });
  }
  const sig = JSON.stringify([words, data.mode, data.undo, data.still]);
  if (s.toolsFor === sig) return;
  s.toolsFor = sig;
  s.search.input.placeholder = words.search;
  s.search.input.setAttribute("aria-label", words.search);
  const tool = (name, label, on, extra = {}) => h("button", { class: "z-tool", type: "button", title: label, "aria-label": label, onclick: on, ...extra }, icon(name));
  const modes = h("div", { class: "z-modes", role: "group", "aria-label": words.layout },
    ["columns", "force", "rings"].map(mode =>
      h("button", { class: "z-tool", type: "button", "aria-pressed": String(mode === data.mode), title: words[mode], onclick: () => mode !== s.data.mode && s.emit("layout", { mode }) }, icon(mode), h("span", {}, words[mode]))));
  const right = [
    tool("undo", `${words.undo} (Ctrl+Z)`, () => s.emit("undo"), { disabled: !data.undo }),
    tool("whole", words.whole, () => s.emit("whole")),
    h("span", { class: "z-gap" }),
    tool("minus", words.smaller, () => zoom(s.stage, 0.8)),
    tool("plus", words.larger, () => zoom(s.stage, 1.25)),
    tool("fit", words.fit, () => fitAll(s.stage)),
    h("span", { class: "z-gap" }),
    tool("table", words.list, () => {
      s.wide = !s.wide;
      s.box.classList.toggle("z-wide", s.wide);
    }, { class: "z-tool z-fine" }),
    h("button", { class: "z-tool z-word", type: "button", title: words.png, onclick: () => savePng(s) }, "PNG"),
    data.still ? null : h("button", { class: "z-tool z-word", type: "button", title: words.html, onclick: () => s.emit("html") }, "HTML"),
    data.still ? null : h("button", { class: "z-tool z-word z-fine", type: "button", title: words.cypher, onclick: () => s.emit("cypher") }, "Cypher"),
    tool("keys", words.keys, () => (s.note.hidden || s.noteText !== words.keyboard ? sayNote(s, words.keyboard) : sayNote(s, "")), { class: "z-tool z-fine" }),
  ];
  s.tools.setAttribute("aria-label", words.tools);
  s.tools.replaceChildren(...(data.still ? [] : [s.search.box, modes]), h("span", { class: "z-fill" }), ...(data.still ? right.slice(3) : right).filter(Boolean));
}

export function drawLegend(s, data) {
  const { scene } = s;
  const flip = entry => {
    if (scene.off.has(entry.key)) scene.off.delete(entry.key);
    else scene.off.add(entry.key);
    drawLegend(s, s.data);
    if (!s.data.members) list(s.side, s);
    s.redraw();
    s.emit("off", { off: [...scene.off] });
  };
  const button = (entry, mark) =>
    h("button", { class: "z-key", type: "button", dataset: { key: entry.key }, "aria-pressed": String(!scene.off.has(entry.key)), onclick: () => flip(entry) }, mark, entry.text, h("span", { class: "z-count" }, entry.count.toLocaleString()));
  const focus = s.box.getRootNode().activeElement?.dataset?.key;
  s.legend.setAttribute("role", "group");
  s.legend.setAttribute("aria-label", data.words.legend);
  s.legend.replaceChildren(
    ...data.legend.kinds.map(entry => button(entry, drawnSign(scene, entry.key))),
    h("span", { class: "z-gap" }),
    ...data.legend.lines.map(entry => button(entry, stroke(scene, entry.key))));
  if (focus) s.legend.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
}

function drawnSign(scene, kind) {
  const canvas = h("canvas", { width: "32", height: "32", class: "z-drawn", "aria-hidden": "true" });
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  sign(ctx, scene.palette.kinds[kind], 8, 8, 5.6, scene.dark);
  return canvas;
}

function sayNote(s, text, ...more) {
  const moves = s.note.hidden === Boolean(text);
  s.noteText = text;
  s.note.hidden = !text;
  s.note.replaceChildren(h("span", { class: "z-note-text", title: text }, text), ...more);
  // The line takes its room from the picture, and covers none of it.
  if (moves && s.stage) fitAll(s.stage);
}

/** The line under the tools: looking for a way, the way that was found, or that there is none. */
export function drawNote(s, data) {
  const { words } = data;
  const x = on => h("button", { class: "z-x", type: "button", "aria-label": words.back, onclick: on }, "×");
  if (s.from) {
    sayNote(s, words.pick.replace("{name}", s.scene.nodes.get(s.from)?.name || ""), x(() => {
      s.from = null;
      drawNote(s, s.data);
    }));
  } else if (data.path) sayNote(s, data.path.text, x(() => s.emit("path", { from: "", to: "" })));
  else if (data.note) sayNote(s, data.note);
  else sayNote(s, "");
}

export function save(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function savePng(s) {
  const { legend, title, about, file_name } = s.data;
  const words = [...legend.kinds, ...legend.lines].filter(entry => entry.count && !s.scene.off.has(entry.key));
  png(s.stage, { title, notes: about, legend: words }, blob => blob && save(blob, `${file_name}.png`));
}
