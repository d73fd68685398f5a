// What every component shares: making elements from plain text only, and one instance for each place on the page.

/** An element; children are nodes or text, never markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "dataset") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A drawing made here (never from data). */
export function svg(path, options = {}) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", options.box || "0 0 16 16");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(space, "path");
  shape.setAttribute("d", path);
  for (const [name, value] of Object.entries(options.style || {})) shape.style.setProperty(name, value);
  picture.append(shape);
  return picture;
}

/**
 * The function that Streamlit calls on mount and again with every change of the data: one instance a place, kept
 * until Streamlit takes the place away.
 */
export function component(build, update) {
  const instances = new WeakMap();
  let sequence = 0;
  return function (streamlit) {
    const root = streamlit.parentElement;
    let instance = instances.get(root);
    if (!instance) {
      instance = build(root);
      root.append(instance.box);
      instances.set(root, instance);
    }
    instance.emit = (type, detail = {}) =>
      streamlit.setTriggerValue("event", { type, ...detail, sequence: `${Date.now()}.${(sequence += 1)}` });
    instance.data = streamlit.data;
    try {
      update(instance, streamlit.data);
    } catch (error) {
      // A reader gets a line, whoever looks after the machine finds the rest in the console.
      console.error(error);
      instance.box.replaceChildren(h("p", { role: "alert" }, streamlit.data.words?.failed || String(error.message)));
    }
    return () => {
      instance.close?.();
      instance.box.remove();
      instances.delete(root);
    };
  };
}

/** Moves the focus through a list with the arrow keys; returns whether the key was one of its own. */
export function arrows(event, elements) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const to = event.key === "Home" ? 0 : event.key === "End" ? elements.length - 1 : null;
  if (step === undefined && to === null) return false;
  const here = elements.indexOf(event.currentTarget);
  const next = elements[to ?? Math.max(0, Math.min(elements.length - 1, here + step))];
  next?.focus();
  event.preventDefault();
  event.stopPropagation();
  return true;
}
