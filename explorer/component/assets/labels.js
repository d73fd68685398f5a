// Breaking names into lines: by the rules of Chinese typesetting (kinsoku), and never inside a number or a word.
const NEVER_FIRST = "、。,.;:!?)」』》〉】〕”’%…,。;:!?)·～~";
const NEVER_LAST = "(「『《〈【〔“‘(";

/** The pieces between which a line may break. */
export function pieces(text) {
  const atoms = text.match(/[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}.,%+\-\/]*[萬亿億万個个%]?|\s+|./gu) || [];
  const joined = [];
  let opening = "";
  for (const atom of atoms) {
    if (NEVER_LAST.includes(atom)) opening += atom;
    else if (!opening && joined.length && NEVER_FIRST.includes(atom)) joined[joined.length - 1] += atom;
    else {
      joined.push(opening + atom);
      opening = "";
    }
  }
  if (opening) joined.push(opening);
  return joined;
}

/** At most `most` lines of a width, the last one cut with … where the text is longer. */
export function wrap(measure, text, width, most = 2) {
  const lines = [];
  let line = "";
  const rest = pieces(text).flatMap(piece => (measure(piece) > width ? [...piece] : [piece]));
  while (rest.length) {
    const piece = rest[0];
    if (!line || measure(line + piece) <= width) {
      line += rest.shift();
      continue;
    }
    if (lines.length === most - 1) break;
    lines.push(line);
    line = "";
  }
  if (rest.length) {
    const atoms = pieces(line);
    while (atoms.length && measure(atoms.join("") + "…") > width) atoms.pop();
    line = atoms.join("") + "…";
  }
  if (line) lines.push(line);
  return lines.map(part => part.trim());
}
