// One surface shows markup that Python wrote (every text in it escaped) and sends back the address that was chosen.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

function filter(input) {
  const list = input.closest("[data-filtered]");
  const wanted = fold(input.value);
  let left = 0;
  list.querySelectorAll("[data-words]").forEach((row) => {
    row.hidden = wanted !== "" && !row.dataset.words.includes(wanted);
    left += row.hidden ? 0 : 1;
  });
  const nothing = list.querySelector("[data-nothing]");
  if (nothing) nothing.hidden = left > 0;
}

function light(root, cell) {
  root.querySelectorAll(".lit").forEach((other) => other.classList.remove("lit"));
  const column = cell && cell.dataset.col;
  if (!column) return;
  root.querySelectorAll(`[data-col="${CSS.escape(column)}"]`).forEach((other) => other.classList.add("lit"));
}

async function copy(button, root) {
  const { text, html } = button.dataset;
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/plain": new Blob([text], { type: "text/plain" }),
        "text/html": new Blob([html], { type: "text/html" }),
      }),
    ]);
  } catch {
    // Without a secure context the browser gives no clipboard to scripts: copy what the reader would select.
    const holder = document.createElement("div");
    holder.innerHTML = html;
    holder.style.position = "fixed";
    holder.style.opacity = "0";
    document.body.append(holder);
    const range = document.createRange();
    range.selectNodeContents(holder);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    document.execCommand("copy");
    selection.removeAllRanges();
    holder.remove();
  }
  const note = root.querySelector("[data-copied]");
  if (note) {
    note.textContent = button.dataset.done;
    setTimeout(() => (note.textContent = ""), 2500);
  }
}

function print(page) {
  const frame = document.createElement("iframe");
  frame.title = "print";
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;";
  frame.setAttribute("sandbox", "allow-same-origin allow-modals");
  frame.onload = () => {
    frame.contentWindow.onafterprint = () => frame.remove();
    frame.contentWindow.print();
  };
  frame.srcdoc = page;
  document.body.append(frame);
}

// Streamlit keeps the theme of a window for each path apart.
function theme(name, paths) {
  paths.forEach((path) => {
    const key = `stActiveTheme-${path}-v2`;
    if (name === "system") window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, JSON.stringify(name === "dark" ? "Dark" : "Light"));
  });
  window.location.reload();
}

function step(root, from, by) {
  const stops = [...root.querySelectorAll("[data-row]")].filter((stop) => stop.offsetParent !== null);
  const next = stops[stops.indexOf(from) + by];
  if (next) next.focus();
}

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(":scope > .z-surface");
  if (!root) {
    root = document.createElement("div");
    root.className = "z-surface";
    parentElement.append(root);
  }
  if (root.dataset.mark !== data.mark) {
    const kept = [...root.querySelectorAll("[data-scroll]")].map((box) => [box.dataset.scroll, box.scrollTop, box.scrollLeft]);
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.stay : null;
    const typed = [...root.querySelectorAll("input[data-filter]")].map((input) => input.value);
    root.innerHTML = data.html;
    root.dataset.mark = data.mark;
    kept.forEach(([name, top, left]) => {
      const box = root.querySelector(`[data-scroll="${CSS.escape(name)}"]`);
      if (box) box.scrollTo(left, top);
    });
    root.querySelectorAll("input[data-filter]").forEach((input, place) => {
      input.value = typed[place] ?? "";
      if (input.value) filter(input);
    });
    if (focused) root.querySelector(`[data-stay="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    const aim = root.querySelector("[data-aim]");
    if (aim) requestAnimationFrame(() => aim.scrollIntoView({ block: aim.dataset.aim || "center", inline: "nearest" }));
  }
  if (data.print && root.dataset.printed !== data.stamp) {
    root.dataset.printed = data.stamp;
    print(data.print);
  }
  root.onclick = (event) => {
    const chip = event.target.closest("details.z-chip");
    root.querySelectorAll("details.z-chip[open]").forEach((open) => open !== chip && (open.open = false));
    const link = event.target.closest("a[href], button[data-copy], button[data-theme]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link.dataset.theme) theme(link.dataset.theme, JSON.parse(link.dataset.paths));
    else if (link.dataset.copy !== undefined) copy(link, root);
    else if (link.getAttribute("href").startsWith("#")) return;
    else setTriggerValue("go", link.getAttribute("href"));
    event.preventDefault();
  };
  root.oninput = (event) => event.target.matches("input[data-filter]") && filter(event.target);
  root.onmouseover = (event) => light(root, event.target.closest("[data-col]"));
  root.onmouseleave = () => light(root, null);
  root.onkeydown = (event) => {
    const row = event.target.closest("[data-row]");
    const chip = event.target.closest("details.z-chip[open]");
    if (event.key === "Escape" && chip) {
      chip.open = false;
      chip.querySelector("summary").focus();
    } else if (event.key === "Escape" && root.querySelector("[data-close]")) root.querySelector("[data-close]").click();
    else if (row && event.key === "ArrowDown") step(root, row, 1);
    else if (row && event.key === "ArrowUp") step(root, row, -1);
    else return;
    event.preventDefault();
  };
}
