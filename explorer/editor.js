// A Cypher editor that asks nobody for anything: a textarea over its own highlighted copy, with completion.
const KEYWORDS =
  "MATCH|OPTIONAL|WHERE|RETURN|DISTINCT|ORDER|BY|LIMIT|SKIP|WITH|UNWIND|AS|AND|OR|NOT|XOR|IN|IS|NULL|CONTAINS|STARTS|ENDS|UNION|ALL|EXISTS|COUNT|CASE|WHEN|THEN|ELSE|END|DESC|ASC|TRUE|FALSE";
const TOKEN = new RegExp(
  String.raw`(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(:\s*[A-Za-z_]+)|(\$[A-Za-z_]\w*)|\b(${KEYWORDS})\b|\b(\d+(?:\.\d+)?)\b`,
  "gi",
);
const CLASSES = ["comment", "string", "label", "parameter", "keyword", "number"];

function paint(code, text) {
  code.replaceChildren();
  let last = 0;
  for (const found of text.matchAll(TOKEN)) {
    code.append(text.slice(last, found.index));
    const span = document.createElement("span");
    span.className = "c-" + CLASSES[found.slice(1).findIndex((group) => group !== undefined)];
    span.textContent = found[0];
    code.append(span);
    last = found.index + found[0].length;
  }
  code.append(text.slice(last) + "\n");
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
      '<ul role="listbox" hidden></ul><p class="z-actions"><button type="button"></button><span class="z-note"></span></p>';
    parentElement.append(root);
  }
  const area = root.querySelector("textarea");
  const code = root.querySelector("code");
  const list = root.querySelector("ul");
  const button = root.querySelector("button");
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
    paint(code, area.value);
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
