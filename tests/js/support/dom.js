/** As much of a document as modules need that make elements: it remembers, and draws nothing. */

class FakeElement {
  children = [];
  attributes = new Map();
  listeners = new Map();

  constructor(tag) {
    this.tag = tag;
  }

  append(...children) {
    this.children.push(...children);
  }

  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  addEventListener(type, listener) {
    this.listeners.set(type, listener);
  }

  setPointerCapture() {}

  get textContent() {
    return this.children.map((each) => (typeof each === "string" ? each : each.textContent)).join("");
  }

  /** The element as markup without attributes. */
  get markup() {
    const inside = this.children.map((each) => (typeof each === "string" ? each : each.markup)).join("");
    return `<${this.tag}>${inside}</${this.tag}>`;
  }

  /** Calls the listener as a browser would; gives the event, which notes what was done to it. */
  fire(type, fields = {}) {
    const event = { ...fields, done: [] };
    for (const name of ["preventDefault", "stopPropagation", "stopImmediatePropagation"]) {
      event[name] = () => event.done.push(name);
    }
    this.listeners.get(type)?.(event);
    return event;
  }
}

/** Puts a document where modules look for one; gives it. */
export function installDocument() {
  const made = new FakeElement("#document");
  made.documentElement = new FakeElement("html");
  made.createElement = (tag) => new FakeElement(tag);
  made.createElementNS = (_namespace, tag) => new FakeElement(tag);
  globalThis.document = made;
  return made;
}
