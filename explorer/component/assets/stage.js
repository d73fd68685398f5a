// The canvas: vis-network (the file that pyvis ships) holds nodes, viewport and dragging; paint.js draws.
import "./vis-network.min.js";
import { bounds, isShown, isThere, lineAt, nodeAt, rectangle } from "./geometry.js";
import { paint, sign } from "./paint.js";

const HEADS = 30; // the column heads' band
const SIDE = 14;
const BOTTOM = 10;
const LEAST = 0.72; // columns are not drawn smaller than this: on a narrow screen one moves sideways

export function stage(box, scene, on) {
  const vis = globalThis.vis;
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const net = new vis.Network(box, { nodes, edges }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: false, selectable: false, selectConnectedEdges: false, dragNodes: true, zoomSpeed: 0.6 },
  });
  const s = { box, scene, net, nodes, edges, vis, moved: new Set(), above: () => on.above() + (scene.mode === "columns" ? 8 : 4) };
  net.on("beforeDrawing", ctx => paint(ctx, scene, net.getScale()));
  net.on("afterDrawing", ctx => overlay(s, ctx));
  net.on("dragStart", event => (s.dragged = event.nodes.length ? event.nodes : [net.getNodeAt(event.pointer.DOM)].filter(id => id !== undefined)));
  net.on("dragging", () => follow(s));
  net.on("dragEnd", () => {
    follow(s);
    if (scene.mode !== "columns") for (const id of s.dragged || []) s.moved.add(id);
    s.dragged = null;
    keepInside(s);
  });
  let clicked = 0;
  net.on("click", event => {
    const hit = under(s, event.pointer.DOM);
    clearTimeout(clicked);
    // A double click opens: the single click that begins it must not yet ask the server for anything.
    on.touch(hit);
    clicked = setTimeout(() => on.select(hit), 220);
  });
  net.on("doubleClick", event => {
    clearTimeout(clicked);
    const hit = under(s, event.pointer.DOM);
    if (hit && scene.nodes.has(hit)) on.open(hit);
  });
  net.on("oncontext", event => {
    event.event.preventDefault();
    const hit = under(s, event.pointer.DOM);
    if (hit && scene.nodes.has(hit)) on.menu(hit, event.pointer.DOM);
  });
  box.addEventListener("mousemove", event => {
    const area = box.getBoundingClientRect();
    on.hover(event.buttons ? null : under(s, { x: event.clientX - area.left, y: event.clientY - area.top }));
  });
  box.addEventListener("mouseleave", () => on.hover(null));
  box.addEventListener("wheel", event => wheel(s, event), { passive: false, capture: true });
  s.watch = new ResizeObserver(() => resized(s, on));
  s.watch.observe(box);
  return s;
}

function under(s, point) {
  const { x, y } = s.net.DOMtoCanvas(point);
  return nodeAt(s.scene, x, y) || lineAt(s.scene, x, y, Math.max(6, 7 / s.net.getScale()));
}

/** New data: what stays keeps its place in the window. */
export function show(s, { fit }) {
  const { scene } = s;
  s.net.setOptions({ interaction: { zoomView: scene.mode !== "columns", dragNodes: scene.mode !== "columns" } });
  const renderer = id => () => {
    const node = scene.nodes.get(id);
    if (!node) return { drawNode() {}, nodeDimensions: { width: 1, height: 1 } };
    const row = scene.mode === "columns" || node.group_of;
    return { drawNode() {}, nodeDimensions: row ? { width: node.w, height: Math.min(node.h, 60) } : { width: 26, height: 26 } };
  };
  const ids = new Set(scene.nodes.keys());
  s.edges.clear();
  s.nodes.remove(s.nodes.getIds().filter(id => !ids.has(id)));
  s.nodes.update([...scene.nodes.values()].map(node => ({ id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: renderer(node.id), kind: node.kind })));
  s.edges.add(scene.lines.map(line => ({ id: line.id, from: line.from, to: line.to, kind: line.kind, hidden: true })));
  if (fit) fitAll(s);
  else keepInside(s);
  s.net.redraw();
}

/** A node that a hand moves takes its sign and its lines along. */
function follow(s) {
  if (s.scene.mode === "columns") return;
  const places = s.net.getPositions(s.dragged || []);
  for (const [id, place] of Object.entries(places)) Object.assign(s.scene.nodes.get(id) || {}, place);
}

export function places(s) {
  const found = {};
  for (const id of s.moved) {
    const node = s.scene.nodes.get(id);
    if (node) found[id] = [Math.round(node.x), Math.round(node.y)];
  }
  return found;
}

/** Everything into the window, labels too; columns fill the width and scroll. */
export function fitAll(s) {
  const area = bounds(s.scene);
  const [width, height] = [s.box.clientWidth, s.box.clientHeight];
  if (!area || !width || !height) return;
  const above = s.above();
  if (s.scene.mode === "columns") {
    const scale = Math.max(LEAST, width / s.scene.size[0]);
    s.net.moveTo({ scale, position: { x: width / 2 / scale, y: (height / 2 - above) / scale }, animation: false });
    return keepInside(s);
  }
  const [w, h] = [area[2] - area[0], area[3] - area[1]];
  const scale = Math.min((width - 2 * SIDE) / w, (height - above - BOTTOM) / h, 1.35);
  const shift = (above - BOTTOM) / 2 / scale;
  s.net.moveTo({ scale, position: { x: (area[0] + area[2]) / 2, y: (area[1] + area[3]) / 2 - shift }, animation: false });
}

/** In columns the picture scrolls like a page: never past its ends. */
function keepInside(s) {
  if (s.scene.mode !== "columns") return;
  const scale = s.net.getScale();
  const view = s.net.getViewPosition();
  const half = s.box.clientHeight / 2 / scale;
  const first = half - s.above() / scale;
  const last = Math.max(first, s.scene.size[1] - half + 20 / scale);
  const wide = s.box.clientWidth / 2 / scale;
  const x = s.scene.size[0] <= 2 * wide + 1 ? s.scene.size[0] / 2 : Math.min(Math.max(view.x, wide), s.scene.size[0] - wide);
  s.net.moveTo({ position: { x, y: Math.min(Math.max(view.y, first), last) }, animation: false });
}

function wheel(s, event) {
  if (s.scene.mode !== "columns" || event.ctrlKey) return;
  event.preventDefault();
  event.stopPropagation();
  const view = s.net.getViewPosition();
  const unit = (event.deltaMode === 1 ? 18 : 1) / s.net.getScale();
  s.net.moveTo({ position: { x: view.x + event.deltaX * unit, y: view.y + event.deltaY * unit }, animation: false });
  keepInside(s);
}

export function zoom(s, factor) {
  s.net.moveTo({ scale: Math.min(4, Math.max(0.1, s.net.getScale() * factor)), animation: false });
  keepInside(s);
}

/** Bring a node into the window when it is not there. */
export function reveal(s, id) {
  const node = s.scene.nodes.get(id);
  if (!node) return;
  const point = s.net.canvasToDOM({ x: node.x, y: node.y });
  const [w, h] = [s.box.clientWidth, s.box.clientHeight];
  if (point.x > 30 && point.x < w - 30 && point.y > s.above() + HEADS && point.y < h - 40) return;
  const view = s.net.getViewPosition();
  s.net.moveTo({ position: s.scene.mode === "columns" ? { x: view.x, y: node.y } : { x: node.x, y: node.y }, animation: false });
  keepInside(s);
}

function resized(s, on) {
  if (!s.box.clientWidth) return;
  s.net.redraw();
  if (s.width !== s.box.clientWidth) {
    s.width = s.box.clientWidth;
    fitAll(s);
    on.width(s.width);
  } else keepInside(s);
}

/** What stands still while the picture scrolls: column heads, and how far one has scrolled. */
function overlay(s, ctx) {
  const { scene } = s;
  if (scene.mode !== "columns" || !scene.heads.length) return;
  const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
  const scale = s.net.getScale();
  const start = s.net.canvasToDOM({ x: 0, y: 0 });
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const top = s.above() - 8;
  ctx.fillStyle = scene.bg;
  ctx.globalAlpha = 0.96;
  ctx.fillRect(0, 0, s.box.clientWidth, top + HEADS);
  ctx.globalAlpha = 1;
  ctx.textBaseline = "middle";
  for (const head of scene.heads) {
    const left = start.x + head.left * scale;
    const right = start.x + head.right * scale;
    if (left > s.box.clientWidth - 24 || right < 24) continue;
    ctx.strokeStyle = scene.border;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(left, top + HEADS - 0.5);
    ctx.lineTo(right, top + HEADS - 0.5);
    ctx.stroke();
    ctx.textAlign = "left";
    ctx.font = `600 13px ${scene.font}`;
    const used = ctx.measureText(head.text).width;
    const begin = Math.max(2, Math.min(left + 2, s.box.clientWidth - used - 34));
    ctx.fillStyle = scene.fg;
    ctx.fillText(head.text, begin, top + HEADS / 2);
    ctx.font = `400 13px ${scene.font}`;
    ctx.fillStyle = scene.muted;
    ctx.fillText(head.count.toLocaleString(), begin + used + 8, top + HEADS / 2);
  }
  const whole = scene.size[1] * scale + s.above();
  const seen = s.box.clientHeight;
  if (whole > seen + 2) {
    const room = seen - top - HEADS - 8;
    const size = Math.max(28, (room * seen) / whole);
    const along = (s.above() - start.y) / (whole - seen + 20);
    ctx.fillStyle = scene.muted;
    ctx.globalAlpha = 0.55;
    ctx.beginPath();
    ctx.roundRect(s.box.clientWidth - 6, top + HEADS + 4 + (room - size) * Math.min(1, Math.max(0, along)), 4, size, 2);
    ctx.fill();
  }
  ctx.restore();
}

/** The next node in the direction of an arrow key: what is tied to this one comes first. */
export function step(s, from, key) {
  const { scene } = s;
  const all = [...scene.nodes.values()].filter(node => isThere(scene, node.id));
  if (!all.length) return null;
  const here = scene.nodes.get(from);
  if (!here || !isThere(scene, from)) return (all.find(node => node.centre) || all[0]).id;
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const tied = new Set();
  for (const line of scene.lines)
    if (isShown(scene, line)) {
      if (line.from === from) tied.add(line.to);
      if (line.to === from) tied.add(line.from);
    }
  const level = scene.mode === "columns" && dx === 0;
  let best = null;
  let least = Infinity;
  for (const node of all) {
    const along = (node.x - here.x) * dx + (node.y - here.y) * dy;
    if (node.id === from || along <= 0.5 || (level && Math.abs(node.x - here.x) > 1)) continue;
    const aside = Math.abs((node.x - here.x) * dy + (node.y - here.y) * dx);
    const score = (along + 2 * aside) * (tied.has(node.id) || level ? 1 : 2.5);
    if (score < least) [least, best] = [score, node.id];
  }
  return best;
}

/** Where a node stands in the window, in px of the canvas. */
export function onScreen(s, id) {
  const node = s.scene.nodes.get(id);
  const [left, top, right, bottom] = rectangle(s.scene, node);
  const first = s.net.canvasToDOM({ x: left, y: top });
  const last = s.net.canvasToDOM({ x: right, y: bottom });
  return { left: first.x, top: first.y, right: last.x, bottom: last.y };
}

/** The whole picture as a PNG, with what it shows written above and the legend below. */
export function png(s, { title, notes, legend }, done) {
  const { scene } = s;
  const area = bounds(scene);
  if (!area) return;
  const margin = 28;
  const above = 56;
  const below = 34 + 18 * notes.length;
  const [w, h] = [area[2] - area[0] + 2 * margin, area[3] - area[1] + 2 * margin];
  const scale = Math.min(2, 12000 / w, 12000 / (h + above + below));
  const sheet = document.createElement("canvas");
  sheet.width = Math.round(Math.max(w, 900) * scale);
  sheet.height = Math.round((h + above + below) * scale);
  const ctx = sheet.getContext("2d");
  ctx.scale(scale, scale);
  ctx.fillStyle = scene.bg;
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.textBaseline = "middle";
  ctx.fillStyle = scene.fg;
  ctx.font = `600 18px ${scene.font}`;
  ctx.fillText(title, margin, 30);
  ctx.save();
  ctx.translate(margin - area[0], above + margin - area[1]);
  if (scene.mode === "columns")
    for (const head of scene.heads) {
      ctx.font = `600 13px ${scene.font}`;
      ctx.fillStyle = scene.fg;
      ctx.fillText(`${head.text}  ${head.count}`, head.left, area[1] - 18);
    }
  paint(ctx, scene, scale);
  ctx.restore();
  ctx.textAlign = "left";
  ctx.font = `400 12px ${scene.font}`;
  ctx.fillStyle = scene.fg;
  drawKeys(ctx, scene, legend, margin, above + h + 10);
  ctx.fillStyle = scene.muted;
  notes.forEach((note, i) => ctx.fillText(note, margin, above + h + 32 + 18 * i));
  sheet.toBlob(done);
}

/** The legend below a picture that leaves the explorer: signs and strokes with their words and counts. */
function drawKeys(ctx, scene, legend, x, y) {
  for (const entry of legend) {
    const look = scene.palette.lines[entry.key];
    if (look) {
      ctx.strokeStyle = scene.dark ? look.dark : look.light;
      ctx.lineWidth = look.width + 0.4;
      ctx.setLineDash(look.dash);
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x + 26, y);
      ctx.stroke();
      ctx.setLineDash([]);
      x += 32;
    } else {
      sign(ctx, scene.palette.kinds[entry.key], x + 6, y, 5.6, scene.dark);
      x += 17;
    }
    const text = `${entry.text} ${entry.count}`;
    ctx.fillStyle = scene.fg;
    ctx.fillText(text, x, y);
    x += ctx.measureText(text).width + 16;
  }
}
