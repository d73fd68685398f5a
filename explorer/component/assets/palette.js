// Colours of kinds and lines for a light and a dark window. Kinds differ by shape too, lines by stroke too.
const KINDS = {
  Department: { shape: "square", light: ["#fdeccd", "#9a5b00"], dark: ["#45310f", "#eeae4e"] },
  Task: { shape: "circle", light: ["#e1eef8", "#1b669c"], dark: ["#16324a", "#72b6e6"] },
  Platform: { shape: "diamond", light: ["#d9f0e7", "#08704f"], dark: ["#10382c", "#4fc79d"] },
  DataDomain: { shape: "triangle", light: ["#f6e4ef", "#973f78"], dark: ["#42213a", "#e29cc8"] },
  Official: { shape: "hexagon", light: ["#ebecef", "#525a66"], dark: ["#2c333c", "#aab4c0"] },
};
const TYPES = {
  LEADS: { dash: [], width: 2, light: "#0b5a8f", dark: "#72b6e6" },
  SUPPORTS: { dash: [6, 4], width: 1.6, light: "#9a5b00", dark: "#eeae4e" },
  OVERSEES: { dash: [2, 3], width: 1.4, light: "#525a66", dark: "#aab4c0" },
  DELIVERS: { dash: [], width: 1.8, light: "#08704f", dark: "#4fc79d" },
  USES: { dash: [6, 4], width: 1.6, light: "#08704f", dark: "#4fc79d" },
  PRODUCES: { dash: [], width: 1.8, light: "#973f78", dark: "#e29cc8" },
  CONSUMES: { dash: [6, 4], width: 1.6, light: "#973f78", dark: "#e29cc8" },
  DEPENDS_ON: { dash: [2, 3], width: 2.2, light: "#b3261e", dark: "#ff9a8f" },
  HAS_SUBTASK: { dash: [], width: 1, light: "#7a8591", dark: "#8793a0" },
};
const SHAPES = {
  circle: "M8 2A6 6 0 1 1 7.99 2Z",
  square: "M3 3H13V13H3Z",
  diamond: "M8 1L15 8L8 15L1 8Z",
  triangle: "M8 2L15 14H1Z",
  hexagon: "M4.5 2H11.5L15 8L11.5 14H4.5L1 8Z",
};

/** Whether the window is dark, told from a colour as CSS prints it. */
export function isDark(colour) {
  const hex = colour.trim().match(/^#([0-9a-f]{6})/i);
  const parts = hex ? [0, 2, 4].map(i => parseInt(hex[1].slice(i, i + 2), 16)) : (colour.match(/\d+/g) || [255, 255, 255]).map(Number);
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 110;
}

export function kindStyle(kind, dark) {
  const style = KINDS[kind] || KINDS.Official;
  const [fill, ink] = dark ? style.dark : style.light;
  return { shape: style.shape, path: SHAPES[style.shape], fill, ink };
}

export function typeStyle(type, dark) {
  const style = TYPES[type] || TYPES.HAS_SUBTASK;
  return { dash: style.dash, width: style.width, ink: dark ? style.dark : style.light };
}
