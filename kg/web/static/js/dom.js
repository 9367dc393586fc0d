// Elements from names, attributes and children. Text is only ever text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

const make = (create) => (name, attributes = {}, ...children) => {
  const element = create(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") Object.entries(value).forEach(([name, set]) => element.style.setProperty(name, set));
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/** An HTML element: h("a", { href: "/", onclick: f }, "text", other). */
export const h = make((name) => document.createElement(name));

/** The same in SVG. */
export const s = make((name) => document.createElementNS(SVG, name));

/** Puts children in place of those that an element has. */
export const fill = (element, ...children) => {
  element.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};
