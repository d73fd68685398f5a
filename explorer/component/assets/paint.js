// Drawing a picture on a canvas: lines, signs, rows, labels. It keeps no state of its own, so that the window, a PNG
// file and a test all draw and read the same.

import { at, isShown, isThere, lit, opacity, radiusOf, wayOf, wordOf } from "./geometry.js";

const FONT = 13;
const LINE = 17;
const LEAST = 10; // no label is drawn smaller than this on the screen

/** Everything; `scale` is how many screen pixels one unit takes. */
export function paint(ctx, scene, scale) {
  const bright = lit(scene);
  ctx.save();
  ctx.lineCap = "butt";
  ctx.lineJoin = "round";
  const later = [];
  for (const line of scene.lines) {
    if (!isShown(scene, line)) continue;
    if (bright && bright.lines.has(line.id)) later.push(line);
    else drawLine(ctx, scene, line, opacity(scene, bright, line), scale);
  }
  for (const line of later) drawLine(ctx, scene, line, 1, scale);
  const labels = [];
  for (const node of scene.nodes.values()) {
    if (!isThere(scene, node.id)) continue;
    const on = !bright || bright.nodes.has(node.id);
    if (scene.mode === "columns") drawRow(ctx, scene, node, on);
    else {
      drawSign(ctx, scene, node, on);
      if (on && !node.group_of) labels.push(node);
    }
  }
  scene.labelled = scene.mode === "columns" ? null : drawLabels(ctx, scene, labels, scale);
  if (bright && later.length <= 60) for (const line of later) drawWord(ctx, scene, line, scale);
  ctx.restore();
}

function drawLine(ctx, scene, line, alpha, scale) {
  const look = scene.palette.lines[line.kind];
  const way = wayOf(scene, line);
  const thick = Math.max(look.width, 0.9 / scale) * (alpha === 1 ? 1.25 : 1);
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = ctx.fillStyle = scene.dark ? look.dark : look.light;
  ctx.lineWidth = thick * (line.many ? 2 : 1);
  ctx.setLineDash(look.dash);
  const head = line.many ? 10 : 7.5;
  const [ex, ey] = [way[way.length - 2], way[way.length - 1]];
  const [nx, ny] = at(way, 1 - 0.12 / ((way.length - 2) / 6));
  const turn = Math.atan2(ey - ny, ex - nx);
  ctx.beginPath();
  ctx.moveTo(way[0], way[1]);
  for (let i = 2; i < way.length; i += 6) {
    const last = i + 6 >= way.length;
    // The stroke stops inside the arrowhead, so that its end is a point.
    const [x, y] = last ? [ex - Math.cos(turn) * head * 0.7, ey - Math.sin(turn) * head * 0.7] : [way[i + 4], way[i + 5]];
    ctx.bezierCurveTo(way[i], way[i + 1], way[i + 2], way[i + 3], x, y);
  }
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(ex, ey);
  ctx.lineTo(ex - head * Math.cos(turn - 0.42), ey - head * Math.sin(turn - 0.42));
  ctx.lineTo(ex - head * Math.cos(turn + 0.42), ey - head * Math.sin(turn + 0.42));
  ctx.closePath();
  ctx.fill();
  ctx.globalAlpha = 1;
}

function drawWord(ctx, scene, line, scale) {
  const look = scene.palette.lines[line.kind];
  const far = line.to === scene.selected ? 0 : 1;
  const way = wayOf(scene, line);
  const curves = (way.length - 2) / 6;
  const share = scene.mode === "columns" ? (far ? 1 - 0.42 / curves : 0.42 / curves) : far ? 0.6 : 0.4;
  const [x, y] = at(way, share);
  const size = Math.max(11, LEAST / scale);
  ctx.font = `600 ${size}px ${scene.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineWidth = 4;
  ctx.strokeStyle = scene.bg;
  ctx.strokeText(wordOf(scene, line), x, y);
  ctx.fillStyle = scene.dark ? look.dark : look.light;
  ctx.fillText(wordOf(scene, line), x, y);
}

const SHAPES = {
  circle: (ctx, x, y, r) => ctx.arc(x, y, r, 0, 2 * Math.PI),
  square: (ctx, x, y, r) => ctx.rect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72),
  diamond: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.12, 4, -Math.PI / 2),
  triangle: (ctx, x, y, r) => polygon(ctx, x, y + r * 0.18, r * 1.12, 3, -Math.PI / 2),
  hexagon: (ctx, x, y, r) => polygon(ctx, x, y, r, 6, 0),
  star: (ctx, x, y, r) => {
    for (let i = 0; i < 10; i += 1) {
      const out = i % 2 ? r * 0.52 : r * 1.15;
      const turn = -Math.PI / 2 + (i * Math.PI) / 5;
      ctx[i ? "lineTo" : "moveTo"](x + out * Math.cos(turn), y + out * Math.sin(turn));
    }
    ctx.closePath();
  },
};

function polygon(ctx, x, y, r, corners, turn) {
  for (let i = 0; i < corners; i += 1) {
    const angle = turn + (2 * Math.PI * i) / corners;
    ctx[i ? "lineTo" : "moveTo"](x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  ctx.closePath();
}

/** One kind's sign; also the legend's. */
export function sign(ctx, style, x, y, r, dark, dashed = false) {
  const [fill, rim] = dark ? style.dark : style.light;
  ctx.beginPath();
  SHAPES[style.shape](ctx, x, y, r);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = 1.4;
  ctx.strokeStyle = rim;
  ctx.setLineDash(dashed ? [3, 2] : []);
  ctx.stroke();
  ctx.setLineDash([]);
}

function rounded(ctx, x, y, w, h, r) {
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, r);
}

function drawSign(ctx, scene, node, on) {
  const style = scene.palette.kinds[node.kind];
  const radius = radiusOf(node);
  const chosen = node.id === scene.selected;
  ctx.globalAlpha = on ? 1 : 0.22;
  if (node.group_of) {
    drawGroup(ctx, scene, node, style);
  } else {
    if (chosen || node.id === scene.cursor || node.id === scene.hover) {
      ctx.beginPath();
      ctx.arc(node.x, node.y, radius + 5, 0, 2 * Math.PI);
      ctx.lineWidth = chosen ? 3 : 2;
      ctx.strokeStyle = scene.accent;
      ctx.stroke();
    }
    sign(ctx, style, node.x, node.y, radius, scene.dark, node.collective);
    if (node.more && on) drawMore(ctx, scene, node, node.x + radius * 0.8, node.y - radius * 0.9);
  }
  ctx.globalAlpha = 1;
}

function drawGroup(ctx, scene, node, style) {
  const [fill, rim] = scene.dark ? style.dark : style.light;
  rounded(ctx, node.x - node.w / 2, node.y - 13, node.w, 26, 13);
  ctx.fillStyle = scene.bg;
  ctx.fill();
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = alpha * 0.28;
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.globalAlpha = alpha;
  ctx.lineWidth = node.id === scene.selected ? 3 : 1.6;
  ctx.strokeStyle = node.id === scene.selected || node.id === scene.hover ? scene.accent : rim;
  ctx.setLineDash([5, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.font = `600 ${FONT}px ${scene.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = scene.fg;
  ctx.fillText(node.name, node.x, node.y + 0.5);
}

function drawMore(ctx, scene, node, x, y) {
  const text = `+${node.more}`;
  ctx.font = `600 10.5px ${scene.font}`;
  const wide = ctx.measureText(text).width + 8;
  rounded(ctx, x, y - 8, wide, 16, 8);
  ctx.fillStyle = scene.bg;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = scene.muted;
  ctx.stroke();
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = scene.fg;
  ctx.fillText(text, x + 4, y + 0.5);
}

/** Names under their signs; when they would be too small they are drawn larger, and where two then meet the lesser one goes. */
function drawLabels(ctx, scene, nodes, scale) {
  const grow = Math.max(1, LEAST / (FONT * scale));
  const rank = node => (node.id === scene.selected ? 3e9 : node.centre ? 2e9 : node.id === scene.hover ? 1e9 : node.degree || 0);
  const ordered = grow > 1 ? [...nodes].sort((a, b) => rank(b) - rank(a)) : nodes;
  const taken = [];
  const drawn = new Set();
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  for (const node of ordered) {
    const top = node.y + radiusOf(node) + 3;
    if (grow > 1) {
      const half = ((node.w - 8) / 2) * grow;
      const area = [node.x - half, top, node.x + half, top + LINE * grow * node.lines.length];
      if (taken.some(other => area[0] < other[2] && area[2] > other[0] && area[1] < other[3] && area[3] > other[1])) continue;
      taken.push(area);
    }
    drawn.add(node.id);
    ctx.font = `${node.centre || node.id === scene.selected ? 600 : 400} ${FONT * grow}px ${scene.font}`;
    ctx.lineWidth = 3.5 * grow;
    ctx.strokeStyle = scene.bg;
    ctx.fillStyle = scene.fg;
    node.lines.forEach((text, i) => {
      const base = top + LINE * grow * (i + 0.8);
      ctx.strokeText(text, node.x, base);
      ctx.fillText(text, node.x, base);
    });
  }
  return drawn;
}

function drawRow(ctx, scene, node, on) {
  const style = scene.palette.kinds[node.kind];
  const [fill, rim] = scene.dark ? style.dark : style.light;
  const [left, top] = [node.x - node.w / 2, node.y - node.h / 2];
  const chosen = node.id === scene.selected;
  const marked = chosen || node.id === scene.hover || node.id === scene.cursor;
  rounded(ctx, left, top, node.w, node.h, node.group_of ? node.h / 2 : 5);
  ctx.fillStyle = scene.bg;
  ctx.fill();
  ctx.globalAlpha = (node.centre ? 0.36 : 0.16) * (on ? 1 : 0.4);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.globalAlpha = on ? 1 : 0.3;
  ctx.lineWidth = chosen ? 2.6 : marked ? 2 : 1;
  ctx.strokeStyle = marked ? scene.accent : rim;
  ctx.setLineDash(node.group_of || node.collective ? [5, 3] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = on ? 1 : 0.22;
  sign(ctx, style, left + 15, node.y, 6.5, scene.dark, node.collective);
  ctx.globalAlpha = on ? 1 : 0.15;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = scene.fg;
  const strong = node.centre || node.group_of || chosen;
  node.lines.forEach((text, i) => {
    const base = node.y + LINE * (i - node.lines.length / 2 + 0.78);
    drawText(ctx, scene, node, text, left + 28, base, i === 0 && !strong ? node.path : "", strong, node.w - 34 - (node.more ? 10 + 7 * String(node.more).length : 0));
  });
  if (node.more) {
    ctx.font = `600 10.5px ${scene.font}`;
    ctx.textAlign = "right";
    ctx.fillStyle = scene.fg;
    ctx.fillText(`+${node.more}`, left + node.w - 6, node.y + 4);
  }
  ctx.globalAlpha = 1;
}

/** A row's text with its number in bold. */
function drawText(ctx, scene, node, text, x, y, number, strong, most) {
  const bold = `600 ${FONT}px ${scene.font}`;
  if (strong || !number || !text.startsWith(number)) {
    ctx.font = strong ? bold : `400 ${FONT}px ${scene.font}`;
    ctx.fillText(text, x, y, most);
    return;
  }
  ctx.font = bold;
  ctx.fillText(number, x, y);
  const used = ctx.measureText(number).width;
  ctx.font = `400 ${FONT}px ${scene.font}`;
  ctx.fillText(text.slice(number.length), x + used, y, most - used);
}
