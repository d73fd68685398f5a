// A list whose every row opens what stands behind it: groups with counts, printed numbers, the keyboard.
import { arrows, component, h } from "./dom.js";

function build() {
  const body = h("div", { class: "z-rows-body", role: "table" });
  return { box: h("div", { class: "z z-rows" }, body), body };
}

function update(s, data) {
  s.body.setAttribute("aria-label", data.label);
  s.box.style.maxHeight = data.height ? `${data.height}px` : "";
  const head = h("div", { class: "z-row z-row-head", role: "row" }, data.columns.map(column => h("span", { role: "columnheader", class: `z-cell z-${column.kind}`, style: width(column) }, column.label)));
  const parts = data.columns.some(column => column.label) ? [head] : [];
  let group = null;
  const rows = [];
  for (const row of data.rows) {
    if (row.group && row.group !== group) {
      group = row.group;
      parts.push(h("div", { class: `z-row-group z-tone-${row.tone || "plain"}`, role: "row" }, h("span", { role: "cell" }, group)));
    }
    const chosen = row.key === data.selected;
    const element = h("div", { class: "z-row", role: "row", tabindex: "0", dataset: { key: row.key }, "aria-selected": String(chosen) },
      data.columns.map((column, i) => h("span", { role: "cell", class: `z-cell z-${column.kind}`, style: width(column) }, content(column, row.cells[i]))));
    element.addEventListener("click", () => open(s, row.key, element));
    element.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        event.stopPropagation();
        open(s, row.key, element);
      } else arrows(event, rows);
    });
    rows.push(element);
    parts.push(element);
  }
  if (!data.rows.length) parts.push(h("div", { class: "z-row-group", role: "row" }, h("span", { role: "cell" }, data.nothing)));
  const focused = s.box.getRootNode().activeElement?.dataset?.key;
  s.body.replaceChildren(...parts);
  if (focused !== undefined) rows.find(row => row.dataset.key === focused)?.focus({ preventScroll: true });
  const chosen = rows.find(row => row.getAttribute("aria-selected") === "true");
  if (chosen && s.selected !== data.selected) chosen.scrollIntoView({ block: "nearest" });
  s.selected = data.selected;
}

const width = column => (column.width ? `flex:0 0 ${column.width}` : null);

function content(column, value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(part => h("span", { class: `z-chip z-tone-${part.tone || "plain"}` }, part.text));
  return String(value);
}

function open(s, key, element) {
  for (const row of s.body.querySelectorAll('[aria-selected="true"]')) row.setAttribute("aria-selected", "false");
  element.setAttribute("aria-selected", "true");
  s.emit("select", { key });
}

export default component(build, update);
