// A Cypher editor that asks nobody for anything: a textarea over its own highlighted copy, with completion.
const KEYWORDS =
  "MATCH|OPTIONAL|WHERE|RETURN|DISTINCT|ORDER|BY|LIMIT|SKIP|WITH|UNWIND|AS|AND|OR|NOT|XOR|IN|IS|NULL|CONTAINS|STARTS|ENDS|UNION|ALL|EXISTS|COUNT|CASE|WHEN|THEN|ELSE|END|DESC|ASC|TRUE|FALSE";
const TOKEN = new RegExp(
  String.raw`(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(:\s*[A-Za-z_]+)|(\$[A-Za-z_]\w*)|\b(${KEYWORDS})\b|\b(\d+(?:\.\d+)?)\b`,
  "gi",
);
const CLASSES = ["comment", "string", "label", "parameter", "keyword", "number"];

// Where the wrong word begins and ends; line and column count from 1, in characters.
function extent(text, fault) {
  const lines = text.split("\n");
  if (!fault || fault.line > lines.length) return [-1, -1];
  const before = lines.slice(0, fault.line - 1).join("\n").length + (fault.line > 1 ? 1 : 0);
  const inLine = Array.from(lines[fault.line - 1]).slice(0, fault.column - 1).join("").length;
  // behind the last word of a line something is missing: the mark stands under that word
  const line = lines[fault.line - 1];
  const at = inLine < line.trimEnd().length ? inLine : Math.max(0, line.trimEnd().search(/\S+$/));
  const word = /^[\p{L}\p{N}_]+|^./u.exec(line.slice(at))?.[0] ?? "";
  return [before + at, before + at + word.length];
}

function paint(code, text, fault) {
  code.replaceChildren();
  const [from, to] = extent(text, fault);
  const put = (begin, end, name) => {
    const cuts = [begin, ...[from, to].filter((cut) => begin < cut && cut < end), end];
    for (let i = 1; i < cuts.length; i++) {
      const wrong = from <= cuts[i - 1] && cuts[i] <= to;
      if (!name && !wrong) {
        code.append(text.slice(cuts[i - 1], cuts[i]));
        continue;
      }
      const span = document.createElement("span");
      span.className = [name, wrong ? "c-wrong" : ""].join(" ").trim();
      span.textContent = text.slice(cuts[i - 1], cuts[i]);
      code.append(span);
    }
  };
  let last = 0;
  for (const found of text.matchAll(TOKEN)) {
    if (last < found.index) put(last, found.index, "");
    last = found.index + found[0].length;
    put(found.index, last, "c-" + CLASSES[found.slice(1).findIndex((group) => group !== undefined)]);
  }
  if (last < text.length) put(last, text.length, "");
  code.append("\n");
}

function wordBefore(area) {
  const before = area.value.slice(0, area.selectionStart);
  return /[A-Za-z_][A-Za-z_0-9]*$/.exec(before)?.[0] ?? "";
}

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(":scope > .z-editor");
  if (!root) {
    root = document.createElement("div");
    root.className = "z-editor";
    root.innerHTML =
      '<div class="z-code"><pre aria-hidden="true"><code></code></pre><textarea spellcheck="false" autocapitalize="off" autocomplete="off" rows="6"></textarea></div>' +
      '<p class="z-wrong" id="z-wrong" role="alert" hidden></p><ul role="listbox" hidden></ul><p class="z-actions"><button type="button"></button><span class="z-note"></span></p>';
    parentElement.append(root);
  }
  const area = root.querySelector("textarea");
  const code = root.querySelector("code");
  const list = root.querySelector("ul");
  const button = root.querySelector("button");
  const wrong = root.querySelector(".z-wrong");
  area.setAttribute("aria-label", data.label);
  list.setAttribute("aria-label", data.completions);
  button.textContent = data.run;
  root.querySelector(".z-note").textContent = data.hint;
  if (root.dataset.given !== data.text) {
    area.value = data.text;
    root.dataset.given = data.text;
    area.rows = Math.min(16, Math.max(6, data.text.split("\n").length + 1));
  }
  const refresh = () => {
    // it is about what was asked: another text may be right
    const fault = data.fault && area.value === data.text ? data.fault : null;
    paint(code, area.value, fault);
    wrong.hidden = !fault;
    if (wrong.textContent !== (fault?.said ?? "")) wrong.textContent = fault?.said ?? "";
    if (fault) {
      area.setAttribute("aria-invalid", "true");
      area.setAttribute("aria-describedby", "z-wrong");
    } else {
      area.removeAttribute("aria-invalid");
      area.removeAttribute("aria-describedby");
    }
    area.parentElement.querySelector("pre").scrollTop = area.scrollTop;
  };
  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    area.removeAttribute("aria-activedescendant");
  };
  const take = (word) => {
    const start = area.selectionStart - wordBefore(area).length;
    area.setRangeText(word, start, area.selectionStart, "end");
    close();
    refresh();
    area.focus();
  };
  const choose = (place) => {
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", at === place));
    list.dataset.at = place;
    area.setAttribute("aria-activedescendant", list.children[place]?.id ?? "");
    list.children[place]?.scrollIntoView({ block: "nearest" });
  };
  const suggest = () => {
    const typed = wordBefore(area).toLowerCase();
    const found = typed.length < 2 ? [] : data.words.filter((word) => word.toLowerCase().startsWith(typed) && word.toLowerCase() !== typed).slice(0, 8);
    close();
    if (!found.length) return;
    found.forEach((word, at) => {
      const item = document.createElement("li");
      item.id = `z-word-${at}`;
      item.setAttribute("role", "option");
      item.textContent = word;
      item.onmousedown = (event) => {
        event.preventDefault();
        take(word);
      };
      list.append(item);
    });
    list.hidden = false;
    choose(0);
  };
  const run = () => {
    close();
    root.dataset.given = area.value;
    setTriggerValue("run", area.value);
  };
  area.oninput = (event) => {
    refresh();
    if (!event.isComposing) suggest();
  };
  area.onscroll = refresh;
  area.onblur = close;
  button.onclick = run;
  area.onkeydown = (event) => {
    if (event.isComposing) return;
    const at = Number(list.dataset.at || 0);
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") run();
    else if (!list.hidden && event.key === "ArrowDown") choose((at + 1) % list.children.length);
    else if (!list.hidden && event.key === "ArrowUp") choose((at + list.children.length - 1) % list.children.length);
    else if (!list.hidden && (event.key === "Enter" || event.key === "Tab")) take(list.children[at].textContent);
    else if (!list.hidden && event.key === "Escape") close();
    else return;
    event.preventDefault();
  };
  refresh();
}
