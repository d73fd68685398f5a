// The picture of the graph: tools above, canvas, legend below, the same as a list at the side.
//
// Selecting and lighting up happen here without asking anybody; opening, hiding, centring and everything else that
// changes what is shown goes to the server as one event and comes back as data.
import { component, h } from "./dom.js";
import { answer } from "./options.js";
import { bow, isShown, isThere, lit, opacity, wordOf } from "./geometry.js";
import { list, members, side } from "./side.js";
import { fitAll, onScreen, places, reveal, show, stage, step, zoom } from "./stage.js";
import { drawLegend, drawNote, drawTools, save } from "./tools.js";

function build(root) {
  const canvas = h("div", { class: "z-canvas", tabindex: "0", role: "application" });
  const tools = h("div", { class: "z-tools", role: "toolbar" });
  const told = h("span", { class: "z-told", "aria-hidden": "true" });
  const acts = h("span", { class: "z-said-acts" });
  const said = h("div", { class: "z-said" }, told, acts);
  const note = h("div", { class: "z-note-bar", role: "status", hidden: true });
  const legend = h("div", { class: "z-legend" });
  const menu = h("div", { class: "z-menu", role: "menu", hidden: true });
  const live = h("div", { class: "z-live", "aria-live": "polite" });
  const stageBox = h("div", { class: "z-stage" }, canvas, tools, note, menu, said);
  const left = h("div", { class: "z-left" }, stageBox, legend, live);
  const scene = { nodes: new Map(), lines: [], heads: [], size: [0, 0], off: new Set(), gone: new Set(), selected: null, hover: null, cursor: null, path: null, palette: { kinds: {}, lines: {} }, words: {}, mode: "columns", font: "sans-serif" };
  const s = { root, scene, canvas, tools, said, caption: told, acts, note, legend, menu, live, left };
  s.side = side(s);
  s.box = h("div", { class: "z z-graph" }, left, s.side.box);
  s.redraw = () => s.stage?.net.redraw();
  s.choose = (id, evidence = false) => choose(s, id, evidence);
  s.hover = id => hover(s, id);
  s.act = (type, id) => act(s, type, id);
  canvas.addEventListener("keydown", event => keyboard(s, event));
  canvas.addEventListener("focus", () => {
    if (!scene.cursor) scene.cursor = scene.selected;
    s.redraw();
  });
  menu.addEventListener("keydown", event => menuKeys(s, event));
  s.box.addEventListener("keydown", event => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && event.target.tagName !== "INPUT") {
      event.preventDefault();
      event.stopPropagation();
      s.data.undo && s.emit("undo");
    }
  });
  document.addEventListener("mousedown", (s.away = event => !event.composedPath().includes(menu) && hideMenu(s)));
  window.addEventListener("resize", (s.resize = () => tall(s)));
  s.close = () => {
    document.removeEventListener("mousedown", s.away);
    window.removeEventListener("resize", s.resize);
    clearTimeout(s.resting);
    s.stage?.watch.disconnect();
    s.stage?.net.destroy();
  };
  // For tests and for whoever looks at the picture by machine: what is drawn, as it is drawn.
  s.box.picture = () => report(s);
  return s;
}

/** As high as the window leaves room for. */
function tall(s) {
  const top = s.box.getBoundingClientRect().top + window.scrollY;
  s.box.style.setProperty("--tall", `${Math.max(420, Math.round(window.innerHeight - Math.min(top, 220) - 12))}px`);
}

function colours(s) {
  const style = getComputedStyle(s.box);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const { scene } = s;
  scene.bg = read("--st-background-color", "#ffffff");
  scene.fg = read("--st-text-color", "#1b2530");
  scene.border = read("--st-border-color", "#d5dbe1");
  scene.accent = read("--st-primary-color", "#0b5a8f");
  scene.font = style.fontFamily;
  const [r, g, b] = [1, 3, 5].map(i => parseInt(scene.bg.slice(i, i + 2), 16));
  scene.dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
  scene.muted = scene.dark ? "#a3aeb9" : "#5b6670";
}

function update(s, data) {
  const { scene } = s;
  tall(s);
  colours(s);
  scene.palette = data.palette;
  scene.assigned = data.words.assigned;
  scene.words = Object.fromEntries(data.legend.lines.map(entry => [entry.key, entry.text]));
  const before = new Map(scene.nodes);
  const turned = s.view !== data.view || scene.mode !== data.mode;
  const stretched = scene.mode === "columns" && scene.size[0] !== data.size[0];
  const anchor = !turned && scene.mode === "columns" ? scene.nodes.get(scene.selected) : null;
  scene.mode = data.mode;
  scene.size = data.size;
  scene.heads = data.heads;
  scene.nodes = new Map(data.nodes.map(node => [node.id, { ...node }]));
  scene.lines = data.edges.map(edge => ({ ...edge }));
  bow(scene.lines);
  scene.off = new Set([...data.legend.kinds, ...data.legend.lines].filter(entry => entry.off).map(entry => entry.key));
  scene.gone = new Set();
  scene.path = data.path ? { nodes: new Set(data.path.nodes), lines: new Set(data.path.lines) } : null;
  // The server's word on the selection holds when it is news; a click that is still on its way is not undone.
  if (s.told !== data.selected) {
    s.told = data.selected;
    scene.selected = data.selected;
  }
  if (scene.selected && !known(scene, scene.selected)) scene.selected = null;
  if (scene.cursor && !scene.nodes.has(scene.cursor)) scene.cursor = null;
  if (!scene.cursor && scene.nodes.has(scene.selected)) scene.cursor = scene.selected;
  scene.hover = null;
  s.box.classList.toggle("z-alone", Boolean(data.panel) && !data.members);
  s.box.classList.toggle("z-wide", s.wide === true);
  if (!s.stage) {
    s.stage = stage(s.canvas, scene, {
      above: () => (getComputedStyle(s.tools).position === "absolute" ? 44 + (s.note.hidden ? 0 : 32) : 0),
      touch: hit => hit !== undefined && light(s, hit),
      select: hit => choose(s, hit, true),
      open: hit => (scene.nodes.get(hit).group_of ? s.emit("group", { group: hit, text: "", asked: Date.now() }) : act(s, "expand", hit)),
      menu: (hit, point) => showMenu(s, hit, point),
      hover: hit => hover(s, hit),
      width: () => {
        // Only a width that has come to rest: opening the panel moves the canvas' edge twice.
        clearTimeout(s.resting);
        s.resting = setTimeout(() => {
          const wide = s.canvas.clientWidth;
          if (wide && !s.data.still && scene.mode === "columns" && Math.abs(wide - s.data.canvas) > 90) s.emit("width", { width: wide });
        }, 400);
      },
    });
  }
  const grown = [...scene.nodes.keys()].some(id => !before.has(id));
  show(s.stage, { fit: turned || stretched || (grown && scene.mode !== "columns") });
  if (turned) s.stage.moved.clear();
  else if (stretched) reveal(s.stage, scene.selected);
  else if (anchor && scene.nodes.has(anchor.id)) {
    const view = s.stage.net.getViewPosition();
    s.stage.net.moveTo({ position: { x: view.x, y: view.y + scene.nodes.get(anchor.id).y - anchor.y }, animation: false });
    reveal(s.stage, anchor.id);
  }
  s.view = data.view;
  drawTools(s, data);
  drawLegend(s, data);
  drawNote(s, data);
  if (s.search) answer(s.search, data.found);
  if (data.members) members(s.side, s, data.members);
  else {
    s.side.members = s.side.group = null;
    list(s.side, s);
  }
  s.canvas.setAttribute("aria-label", data.words.canvas);
  if (data.file && s.saved !== data.file.stamp) {
    s.saved = data.file.stamp;
    save(new Blob([data.file.text], { type: "text/html" }), data.file.name);
  }
  say(s);
}

const known = (scene, id) => scene.nodes.has(id) || scene.lines.some(line => line.id === id);

function choose(s, id, evidence) {
  const { scene } = s;
  hideMenu(s);
  if (s.from && id && scene.nodes.has(id) && !scene.nodes.get(id).group_of) {
    const from = s.from;
    s.from = null;
    if (from !== id) return s.emit("path", { from, to: id });
  }
  if (id && scene.nodes.get(id)?.group_of) {
    light(s, id);
    return s.emit("group", { group: id, text: "", asked: Date.now() });
  }
  light(s, id);
  s.told = id;
  if (scene.lines.some(line => line.id === id)) {
    const many = scene.lines.find(line => line.id === id).many;
    if (!many) s.emit("evidence", { line: id });
  } else s.emit("select", { node: id, panel: evidence });
}

/** Selected in this window; nobody has been asked yet. */
function light(s, id) {
  s.scene.selected = id && known(s.scene, id) ? id : null;
  if (s.scene.nodes.has(id)) s.scene.cursor = id;
  if (!s.data.members) list(s.side, s);
  s.redraw();
  say(s);
}

function hover(s, id) {
  if (s.scene.hover === id) return;
  s.scene.hover = id;
  s.canvas.style.cursor = id ? "pointer" : "";
  s.redraw();
  say(s);
}

/** The full name of what the pointer or the keyboard is at, in a place where it covers nothing; and what one may do. */
function say(s) {
  const { scene, data } = s;
  const node = scene.nodes.get(scene.hover) || scene.nodes.get(scene.cursor) || scene.nodes.get(scene.selected);
  const line = scene.nodes.has(scene.hover) ? null : scene.lines.find(other => other.id === scene.hover);
  if (line) s.caption.textContent = `${scene.nodes.get(line.from).name} → ${wordOf(scene, line)} → ${scene.nodes.get(line.to).name}`;
  else if (node) s.caption.textContent = described(s, node);
  else s.caption.textContent = data.beyond ? data.words.beyond.replace("{n}", data.beyond) : "";
  const chosen = scene.nodes.get(scene.selected);
  const key = chosen && !chosen.group_of && !data.still ? `${chosen.id} ${chosen.more} ${JSON.stringify(data.words)}` : "";
  if (s.actsFor !== key) {
    s.actsFor = key;
    s.acts.replaceChildren(...(key ? deeds(s, chosen) : []));
  }
  s.said.hidden = !s.caption.textContent && !key;
}

function described(s, node) {
  if (node.group_of) return node.name;
  const kind = s.data.legend.kinds.find(entry => entry.key === node.kind)?.text || "";
  return `${kind} · ${node.name}${node.more ? ` · ${s.data.words.more.replace("{n}", node.more)}` : ""}`;
}

function deeds(s, node) {
  const { words } = s.data;
  const make = (type, label) => h("button", { class: "z-act", type: "button", onclick: () => act(s, type, node.id) }, label);
  return [
    node.more ? make("expand", `${words.expand} +${node.more}`) : null,
    node.centre ? null : make("centre", words.centre),
    make("path", words.path),
    node.centre ? null : make("hide", words.hide),
  ].filter(Boolean);
}

function act(s, type, id) {
  hideMenu(s);
  if (type === "path") {
    s.from = id;
    drawNote(s, s.data);
    s.canvas.focus();
    return;
  }
  if (type === "hide") {
    s.scene.gone.add(id);
    if (s.scene.selected === id) s.scene.selected = null;
    s.redraw();
  }
  s.emit(type, { node: id, places: places(s.stage) });
}

function keyboard(s, event) {
  const { scene } = s;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key;
  const at = scene.cursor;
  if (key.startsWith("Arrow")) {
    const next = step(s.stage, at, key);
    if (next) {
      scene.cursor = next;
      reveal(s.stage, next);
      speak(s, next);
    }
  } else if (key === "Enter" || key === " ") at && choose(s, at, true);
  else if (key === "e" || key === "E") at && !scene.nodes.get(at).group_of && act(s, "expand", at);
  else if (key === "c" || key === "C") at && !scene.nodes.get(at).group_of && act(s, "centre", at);
  else if (key === "h" || key === "H" || key === "Delete") at && !scene.nodes.get(at).centre && act(s, "hide", at);
  else if (key === "p" || key === "P") at && act(s, "path", at);
  else if (key === "m" || key === "M" || key === "ContextMenu") {
    if (at) {
      const place = onScreen(s.stage, at);
      showMenu(s, at, { x: Math.min(place.right, s.canvas.clientWidth - 60) - 8, y: place.bottom });
    }
  } else if (key === "+" || key === "=") zoom(s.stage, 1.25);
  else if (key === "-") zoom(s.stage, 0.8);
  else if (key === "0" || key === "f" || key === "F") fitAll(s.stage);
  else if (key === "/") s.search.input.focus();
  else if (key === "Escape") {
    if (s.from) {
      s.from = null;
      drawNote(s, s.data);
    } else if (scene.selected) choose(s, null, true);
  } else return;
  event.preventDefault();
  event.stopPropagation();
  s.redraw();
  say(s);
}

function speak(s, id) {
  const node = s.scene.nodes.get(id);
  const tied = s.scene.lines.filter(line => (line.from === id || line.to === id) && isShown(s.scene, line)).length;
  const kind = s.data.legend.kinds.find(entry => entry.key === node.kind)?.text || "";
  s.live.textContent = `${kind} ${node.name}, ${s.data.words.tied.replace("{n}", tied)}`;
}

function showMenu(s, id, point) {
  const { words } = s.data;
  const node = s.scene.nodes.get(id);
  light(s, id);
  const entries = node.group_of
    ? [["group", words.open]]
    : [
        ["expand", node.more ? `${words.expand} +${node.more}` : null, "E"],
        ["centre", node.centre ? null : words.centre, "C"],
        ["path", words.path, "P"],
        ["hide", node.centre ? null : words.hide, "H"],
      ];
  const buttons = entries
    .filter(entry => entry[1])
    .map(([type, label, key]) =>
      h("button", { type: "button", role: "menuitem", onclick: () => (type === "group" ? (hideMenu(s), s.emit("group", { group: id, text: "", asked: Date.now() })) : act(s, type, id)) }, label, key ? h("kbd", {}, key) : null));
  s.menu.replaceChildren(...buttons);
  s.menu.hidden = false;
  const [w, hgt] = [s.menu.offsetWidth, s.menu.offsetHeight];
  s.menu.style.left = `${Math.max(4, Math.min(point.x, s.canvas.clientWidth - w - 6))}px`;
  s.menu.style.top = `${Math.max(4, Math.min(point.y + 4, s.canvas.clientHeight - hgt - 6))}px`;
  buttons[0]?.focus();
}

function hideMenu(s) {
  s.menu.hidden = true;
}

function menuKeys(s, event) {
  const buttons = [...s.menu.children];
  const place = buttons.indexOf(s.box.getRootNode().activeElement);
  if (event.key === "ArrowDown") buttons[(place + 1) % buttons.length].focus();
  else if (event.key === "ArrowUp") buttons[(place + buttons.length - 1) % buttons.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") {
    hideMenu(s);
    s.canvas.focus();
  } else return event.stopPropagation();
  event.preventDefault();
  event.stopPropagation();
}

function report(s) {
  const { scene } = s;
  const bright = lit(scene);
  return {
    mode: scene.mode,
    selected: scene.selected,
    cursor: scene.cursor,
    scale: s.stage.net.getScale(),
    canvas: { width: s.canvas.clientWidth, height: s.canvas.clientHeight },
    nodes: [...scene.nodes.values()].map(node => ({
      id: node.id,
      kind: node.kind,
      name: node.name,
      lines: node.lines,
      more: node.more || 0,
      rest: node.rest || 0,
      x: node.x,
      y: node.y,
      there: isThere(scene, node.id),
      labelled: scene.mode === "columns" ? !bright || bright.nodes.has(node.id) : Boolean(scene.labelled?.has(node.id)),
      box: onScreen(s.stage, node.id),
    })),
    lines: scene.lines.map(line => ({ id: line.id, type: line.kind, from: line.from, to: line.to, shown: isShown(scene, line), opacity: opacity(scene, bright, line), word: bright?.lines.has(line.id) ? wordOf(scene, line) : "" })),
  };
}

export default component(build, update);
