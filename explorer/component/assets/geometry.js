// What a picture is before it is drawn: what belongs to the selection, where a line runs, what lies under a point.

const REST = 0.62; // a line while nothing is selected
const BUNDLED = 0.36; // one of many lines that run together
const DIM = 0.1; // a line that does not touch the selection

/** Which nodes and lines belong to what is selected; null when nothing is. */
export function lit(scene) {
  const { selected, path } = scene;
  if (path && path.lines.size && !selected) return { nodes: path.nodes, lines: path.lines };
  if (!selected) return null;
  const lines = new Set();
  const nodes = new Set();
  if (scene.nodes.has(selected)) {
    nodes.add(selected);
    for (const line of scene.lines)
      if ((line.from === selected || line.to === selected) && isShown(scene, line)) {
        lines.add(line.id);
        nodes.add(line.from).add(line.to);
      }
  } else {
    const line = scene.lines.find(other => other.id === selected);
    if (!line) return null;
    lines.add(line.id);
    nodes.add(line.from).add(line.to);
  }
  return { nodes, lines };
}

/** The word of a line; one that the office set says so. */
export function wordOf(scene, line) {
  return scene.words[line.kind] + (line.assigned ? `(${scene.assigned})` : "");
}

export function isShown(scene, line) {
  return !scene.off.has(line.kind) && isThere(scene, line.from) && isThere(scene, line.to);
}

export function isThere(scene, id) {
  const node = scene.nodes.get(id);
  return Boolean(node) && !scene.off.has(node.kind) && !scene.gone.has(id);
}

export function opacity(scene, bright, line) {
  if (!bright) return line.bundled ? BUNDLED : REST;
  return bright.lines.has(line.id) ? 1 : DIM;
}

/** The rectangle of a node's sign and label: left, top, right, bottom. */
export function rectangle(scene, node) {
  if (scene.mode === "columns") return [node.x - node.w / 2, node.y - node.h / 2, node.x + node.w / 2, node.y + node.h / 2];
  const radius = radiusOf(node);
  return [node.x - node.w / 2, node.y - radius, node.x + node.w / 2, node.y - radius + node.h];
}

export const radiusOf = node => (node.centre ? 14 : 10);

/** A line as points of cubic curves: x, y, then for each curve two control points and an end. */
export function wayOf(scene, line) {
  if (line.way && line.way.length && scene.mode === "columns") return line.way;
  const a = scene.nodes.get(line.from);
  const b = scene.nodes.get(line.to);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const bow = (line.bow || 0) * 26 * (line.from < line.to ? 1 : -1);
  const [mx, my] = [(a.x + b.x) / 2 - uy * bow, (a.y + b.y) / 2 + ux * bow];
  const [sx, sy] = edge(a, mx, my, 2);
  const [tx, ty] = edge(b, mx, my, 4);
  return [sx, sy, sx + ((mx - sx) * 2) / 3, sy + ((my - sy) * 2) / 3, tx + ((mx - tx) * 2) / 3, ty + ((my - ty) * 2) / 3, tx, ty];
}

function edge(node, x, y, space) {
  const length = Math.hypot(x - node.x, y - node.y) || 1;
  const [ux, uy] = [(x - node.x) / length, (y - node.y) / length];
  if (node.group_of) {
    const [halfW, halfH] = [node.w / 2 + space, 13 + space];
    const reach = Math.min(Math.abs(ux) > 1e-6 ? halfW / Math.abs(ux) : 1e9, Math.abs(uy) > 1e-6 ? halfH / Math.abs(uy) : 1e9);
    return [node.x + ux * reach, node.y + uy * reach];
  }
  const radius = radiusOf(node) + space;
  return [node.x + ux * radius, node.y + uy * radius];
}

/** A point of a way at a share of its length (by curves), with the direction there. */
export function at(way, share) {
  const curves = (way.length - 2) / 6;
  const scaled = Math.min(curves - 1e-6, Math.max(0, share * curves));
  const i = Math.floor(scaled);
  const t = scaled - i;
  const p = way.slice(6 * i, 6 * i + 8);
  const s = 1 - t;
  const point = k => s * s * s * p[k] + 3 * s * s * t * p[k + 2] + 3 * s * t * t * p[k + 4] + t * t * t * p[k + 6];
  return [point(0), point(1)];
}

/** The line nearest to a point, at most so far away. */
export function lineAt(scene, x, y, most) {
  let best = null;
  let least = most;
  for (const line of scene.lines) {
    if (!isShown(scene, line)) continue;
    const way = wayOf(scene, line);
    const steps = ((way.length - 2) / 6) * 14;
    let [px, py] = at(way, 0);
    for (let i = 1; i <= steps; i += 1) {
      const [qx, qy] = at(way, i / steps);
      const away = distance(x, y, px, py, qx, qy);
      if (away < least) [least, best] = [away, line.id];
      [px, py] = [qx, qy];
    }
  }
  return best;
}

function distance(x, y, ax, ay, bx, by) {
  const square = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = square ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square)) : 0;
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

export function nodeAt(scene, x, y) {
  let found = null;
  for (const node of scene.nodes.values()) {
    if (!isThere(scene, node.id)) continue;
    const [left, top, right, bottom] = rectangle(scene, node);
    if (x >= left && x <= right && y >= top && y <= bottom) found = node.id;
  }
  return found;
}

/** The area that signs, rows and labels fill; null when there is nothing. */
export function bounds(scene) {
  const shown = [...scene.nodes.values()].filter(node => isThere(scene, node.id)).map(node => rectangle(scene, node));
  if (!shown.length) return null;
  const edge = (i, pick) => pick(...shown.map(area => area[i]));
  return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}

/** Relations between the same two nodes bow apart, and lines that leave a node together with many others are told. */
export function bow(lines) {
  const ends = new Map();
  for (const line of lines) for (const id of [line.from, line.to]) ends.set(id, (ends.get(id) || 0) + 1);
  for (const line of lines) line.bundled = Math.max(ends.get(line.from), ends.get(line.to)) > 12;
  const pairs = new Map();
  for (const line of lines) {
    const key = [line.from, line.to].sort().join("\n");
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(line);
  }
  for (const group of pairs.values()) group.forEach((line, i) => (line.bow = i - (group.length - 1) / 2));
}
