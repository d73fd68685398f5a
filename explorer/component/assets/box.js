// The question box: what is typed goes to the server letter by letter, what is chosen or asked once.
import { component, h, svg } from "./dom.js";
import { answer, combobox } from "./options.js";

function build() {
  const s = {};
  const icon = svg("M7 1.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 7 1.8M11 11l3.6 3.6", { style: { fill: "none", stroke: "currentColor", "stroke-width": "1.6" } });
  s.combo = combobox({
    label: "",
    placeholder: "",
    icon,
    ask: (text, asked) => s.emit("type", { text, asked }),
    choose: option => s.emit("choose", { choice: option.choice, text: option.fill ?? option.name }),
    submit: text => s.emit("ask", { text }),
  });
  s.box = h("div", { class: "z z-box" }, s.combo.box);
  return s;
}

function update(s, data) {
  const { input } = s.combo;
  input.placeholder = data.words.placeholder;
  input.setAttribute("aria-label", data.words.label);
  s.combo.list.setAttribute("aria-label", data.words.label);
  // Another page may stand for another question; what a reader is typing is never replaced.
  if (s.value !== data.value) {
    s.value = data.value;
    if (input.getRootNode().activeElement !== input) input.value = data.value;
  }
  answer(s.combo, data.reply);
}

export default component(build, update);
