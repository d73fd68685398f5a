// Beside the picture: the same lines as a list, by type with counts; or the members of a group, to search and to add.
import { arrows, h } from "./dom.js";
import { isShown } from "./geometry.js";

export function side(s) {
  const box = h("aside", { class: "z-side" });
  return { box, filter: "", members: null, owner: s };
}

const caption = node => (node.path && node.name.startsWith(node.path) ? [h("b", {}, node.path), node.name.slice(node.path.length)] : [node.name]);

/** The lines that the picture shows, or those of what is selected. */
export function list(panel, s) {
  const { scene, data } = s;
  const words = data.words;
  const focus = panel.box.getRootNode().activeElement?.dataset?.stay;
  const chosen = scene.nodes.get(scene.selected);
  const lines = scene.lines.filter(line => !line.many && isShown(scene, line) && (!chosen || line.from === chosen.id || line.to === chosen.id));
  const parts = [];
  if (chosen) parts.push(head(s, chosen));
  else parts.push(h("div", { class: "z-side-head" }, h("h2", {}, words.list), h("span", { class: "z-count" }, String(lines.length))));
  if (lines.length > 12 || panel.filter) {
    const input = h("input", { class: "z-filter", type: "search", placeholder: words.filter, "aria-label": words.filter, value: panel.filter, dataset: { stay: "filter" } });
    input.addEventListener("input", () => {
      panel.filter = input.value;
      rows(panel, s, body, lines, chosen);
    });
    input.addEventListener("keydown", event => event.stopPropagation());
    parts.push(input);
  }
  const body = h("div", { class: "z-side-body", role: "table", "aria-label": words.list });
  parts.push(body);
  const scrolled = panel.body?.scrollTop || 0;
  panel.box.replaceChildren(...parts);
  panel.body = body;
  rows(panel, s, body, lines, chosen);
  body.scrollTop = panel.of === scene.selected ? scrolled : 0;
  panel.of = scene.selected;
  if (focus) panel.box.querySelector(`[data-stay="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
}

const folded = text => text.normalize("NFKC").toLowerCase();

function rows(panel, s, body, lines, chosen) {
  const { scene, data } = s;
  const wanted = folded(panel.filter.trim());
  const parts = [];
  const made = [];
  for (const { key, text } of data.legend.lines) {
    const own = lines.filter(line => line.kind === key && (!wanted || folded(`${scene.nodes.get(line.from).name} ${scene.nodes.get(line.to).name}`).includes(wanted)));
    if (!own.length) continue;
    parts.push(h("div", { class: "z-side-group", role: "row" }, h("span", { role: "columnheader" }, stroke(scene, key), text, h("span", { class: "z-count" }, String(own.length)))));
    for (const line of own) {
      const [from, to] = [scene.nodes.get(line.from), scene.nodes.get(line.to)];
      const other = chosen ? (line.from === chosen.id ? to : from) : null;
      const cells = other
        ? [h("span", { role: "cell" }, chosen.id === line.from ? "→ " : "← ", caption(other))]
        : [h("span", { role: "cell", class: "z-from" }, caption(from)), h("span", { role: "cell", class: "z-to" }, "→ ", caption(to))];
      if (line.assigned) cells.push(h("span", { role: "cell", class: "z-with" }, data.words.assigned));
      const row = h("div", { class: "z-side-row", role: "row", tabindex: "0", dataset: { line: line.id, stay: line.id }, title: `${from.name} → ${to.name}` }, cells);
      row.addEventListener("click", () => s.choose(line.id, true));
      row.addEventListener("mouseenter", () => s.hover(line.id));
      row.addEventListener("mouseleave", () => s.hover(null));
      row.addEventListener("keydown", event => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          event.stopPropagation();
          s.choose(line.id, true);
        } else arrows(event, made);
      });
      made.push(row);
      parts.push(row);
    }
  }
  if (!made.length) parts.push(h("p", { class: "z-none" }, wanted ? data.words.nothing : data.words.alone));
  body.replaceChildren(...parts);
}

/** A type's stroke as it is drawn. */
export function stroke(scene, key) {
  const look = scene.palette.lines[key];
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 28 10");
  picture.setAttribute("class", "z-stroke");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", "M1 5H20");
  line.setAttribute("fill", "none");
  line.setAttribute("stroke", scene.dark ? look.dark : look.light);
  line.setAttribute("stroke-width", String(look.width + 0.4));
  line.setAttribute("stroke-dasharray", look.dash.join(" "));
  const tip = document.createElementNS(space, "path");
  tip.setAttribute("d", "M27 5L19 1.6V8.4Z");
  tip.setAttribute("fill", scene.dark ? look.dark : look.light);
  picture.append(line, tip);
  return picture;
}

function head(s, node) {
  const { words } = s.data;
  const kind = s.data.legend.kinds.find(entry => entry.key === node.kind)?.text || "";
  return h("div", { class: "z-side-node" },
    h("p", { class: "z-kind" }, kind, h("button", { class: "z-x", type: "button", "aria-label": words.back, onclick: () => s.choose(null) }, "×")),
    h("h2", {}, caption(node)));
}

/** The members of a group: typed words go to the server, answers older than one already shown are dropped. */
export function members(panel, s, found) {
  const { words } = s.data;
  if (panel.group !== found.group) {
    panel.group = found.group;
    panel.shown = 0;
    panel.asked = Date.now();
    panel.members = null;
  }
  if (panel.members && found.asked < panel.shown) return;
  panel.shown = found.asked;
  if (!panel.members) {
    const input = h("input", { class: "z-filter", type: "search", placeholder: words.filter, "aria-label": words.filter, dataset: { stay: "members" } });
    let timer = 0;
    input.addEventListener("input", event => {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(() => s.emit("group", { group: panel.group, text: input.value, asked: (panel.asked += 1) }), 90);
    });
    input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
    input.addEventListener("keydown", event => event.stopPropagation());
    panel.count = h("span", { class: "z-count" });
    panel.title = h("h2", {});
    panel.body = h("div", { class: "z-side-body", role: "list" });
    panel.members = [
      h("div", { class: "z-side-head" }, panel.title, panel.count, h("button", { class: "z-x", type: "button", "aria-label": words.back, onclick: () => s.emit("group", { group: "" }) }, "×")),
      input,
      panel.body,
    ];
  }
  panel.title.textContent = found.title;
  panel.count.textContent = found.total > found.rows.length ? `${found.rows.length} / ${found.total.toLocaleString()}` : found.total.toLocaleString();
  if (panel.box.firstChild !== panel.members[0]) panel.box.replaceChildren(...panel.members);
  panel.body.replaceChildren(
    ...found.rows.map(row =>
      h("div", { class: "z-member", role: "listitem" },
        h("button", { class: "z-member-name", type: "button", onclick: () => s.emit("evidence", { line: row.line }) }, row.path ? h("b", {}, row.path) : null, row.path ? " " : null, row.name),
        row.here ? h("span", { class: "z-here" }, words.here) : h("button", { class: "z-act", type: "button", "aria-label": `${words.add} ${row.name}`, onclick: () => s.act("add", row.node) }, "＋"))),
    ...(found.rows.length ? [] : [h("p", { class: "z-none" }, words.nothing)]));
}
