// @ts-check
// The mirror: a real, transparent element for each thing on screen, kept by id. It is what screen
// readers, the Tab key, find in page, password managers and browser tests meet.

const semantics = (() => {
  /**
   * @typedef {{ x: number, y: number, width: number, height: number }} Rect
   * @typedef {{ id: number, parent?: number, role: string, name?: string, value?: string,
   *   description?: string, href?: string, rect?: Rect, fixed?: boolean, disabled?: boolean,
   *   busy?: boolean, selected?: boolean, expanded?: boolean, has_popup?: boolean,
   *   submits?: boolean, level?: number, scroll_height?: number, follow_end?: number, text?: number[], minimum?: number,
   *   maximum?: number, now?: number, step?: number, field?: any }} SemanticNode
   * @typedef {{ element: HTMLElement, node: SemanticNode, text: string, tag: string, end?: number,
   *   ledTo?: number }} Mirrored
   */

  const root = /** @type {HTMLElement} */ (document.getElementById("mirror"));
  const nowhere = Object.freeze({ x: 0, y: 0, width: 0, height: 0 });

  /** @type {Map<number, Mirrored>} */
  const mirrored = new Map();
  /** @type {WeakMap<Element, number>} */
  const ids = new WeakMap();
  /** @type {SemanticNode[]} */
  let nodes = [];
  let wantedFocus = 0;
  let reportedFocus = 0;
  /** Nodes that had the focus, newest last: where it goes back to. @type {number[]} */
  let visited = [];
  let applying = false;  // changes of ours move the focus; what comes of it is told afterwards

  /** @type {Record<string, string>} */
  const tags = {
    Banner: "header", Navigation: "nav", Main: "main", Region: "section", Form: "form",
    Group: "div", List: "ul", ListItem: "li", Log: "div", Dialog: "dialog", Text: "p", Image: "div",
    Status: "output", Alert: "div", Progress: "div", Link: "a", Button: "button",
    Switch: "button", Tab: "button", Slider: "input", TextField: "input", TextArea: "textarea",
    Select: "select",
  };
  /** @type {Record<string, string>} */
  const ariaRoles = {
    Group: "group", Image: "img", Log: "log", Alert: "alert", Progress: "progressbar", Switch: "switch",
    Tab: "tab", List: "list",
  };
  const phrasing = ["Link", "Button", "Switch", "Tab", "Heading"];
  const containers = ["Banner", "Navigation", "Main", "Region", "Form", "Group", "List", "ListItem",
    "Log", "Dialog"];
  const fieldRoles = ["TextField", "TextArea", "Select"];

  /** @param {SemanticNode} node @returns {Rect} */
  const rectOf = (node) => node.rect || nowhere;

  /** @param {SemanticNode} node */
  function tagOf(node) {
    if (node.role === "Heading") return "h" + Math.min(6, Math.max(1, node.level || 2));
    const parent = mirrored.get(node.parent || 0);
    if (node.role === "Text" && parent && phrasing.includes(parent.node.role)) return "span";
    return tags[node.role] || "div";
  }

  /** @param {Element} element @param {string} name @param {string | number | boolean | undefined | null} value */
  function attribute(element, name, value) {
    if (value === undefined || value === null || value === false || value === "") {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, String(value));
    }
  }

  /** @param {SemanticNode} node */
  function create(node) {
    const tag = tagOf(node);
    const element = document.createElement(tag);
    element.className = "node " + node.role.toLowerCase();
    ids.set(element, node.id);
    attribute(element, "role", ariaRoles[node.role]);
    if (tag === "button") /** @type {HTMLButtonElement} */ (element).type = "button";
    if (tag === "form") fields.adoptForm(/** @type {HTMLFormElement} */ (element));
    if (node.role === "Dialog") {
      attribute(element, "open", "open");
      attribute(element, "aria-modal", "true");
    }
    if (tag.match(/^h\d|main|dialog$/)) element.tabIndex = -1;  // may be focused by the app
    if (node.role === "Slider") adoptSlider(/** @type {HTMLInputElement} */ (element));
    if (fieldRoles.includes(node.role)) fields.adopt(/** @type {any} */ (element));
    return { element, node, text: "", tag };
  }

  /** @param {HTMLInputElement} element */
  function adoptSlider(element) {
    element.type = "range";
    element.dir = "ltr";  // as it is painted: time goes to the right in every language
    element.addEventListener("input", () => _lsl_on_slider(nodeAt(element), Number(element.value)));
  }

  /** @param {Mirrored} entry @param {boolean} hasChildren */
  function update(entry, hasChildren) {
    const { element, node } = entry;
    place(entry);
    const fields_ = fieldRoles.includes(node.role);
    const painted = node.text && node.text[0] < 0 ? null : node;
    // A paragraph can't be named (ARIA 1.2, 5.2.8.6): what it says stands in it, painted or not.
    const inside = !fields_ && node.role !== "Slider" && !containers.includes(node.role) &&
      !["Image", "Progress"].includes(node.role) && !hasChildren && (!!painted || node.role === "Text");
    attribute(element, "aria-label", inside ? "" : node.name);
    if (inside) {
      say(entry);
      lettering.fit(element, entry.text, rectOf(node), painted?.text);
    }
    attribute(element, "aria-description", node.description);
    attribute(element, "aria-busy", node.busy && "true");
    attribute(element, "aria-haspopup", node.has_popup && "true");
    attribute(element, "aria-expanded", node.has_popup ? String(!!node.expanded) : "");
    letScroll(entry);
    switch (node.role) {
      case "Link":
        attribute(element, "href", node.disabled ? "" : node.href);
        attribute(element, "aria-disabled", node.disabled && "true");
        attribute(element, "aria-current", node.selected && "page");
        break;
      case "Button":
        attribute(element, "aria-pressed", node.selected && "true");
        attribute(element, "type", node.submits ? "submit" : "button");
        // Stays focusable: a person learns that it is there and why it can't be used.
        attribute(element, "aria-disabled", node.disabled && "true");
        break;
      case "Switch":
        attribute(element, "aria-checked", String(!!node.selected));
        attribute(element, "aria-disabled", node.disabled && "true");
        break;
      case "Tab":
        attribute(element, "aria-selected", String(!!node.selected));
        break;
      case "Slider":
        updateSlider(/** @type {HTMLInputElement} */ (element), node);
        break;
      case "Progress":
        attribute(element, "aria-valuemin", node.minimum || 0);
        attribute(element, "aria-valuemax", node.maximum || 1);
        attribute(element, "aria-valuenow", node.now || 0);
        attribute(element, "aria-valuetext", node.value);
        break;
      default:
        if (fields_) fields.update(/** @type {any} */ (element), node);
    }
  }

  /** More in it than it shows: the browser scrolls it, the canvas follows. @param {Mirrored} entry */
  function letScroll({ element, node }) {
    const scrolls = !!node.scroll_height;
    if (scrolls === element.classList.contains("scrolls") && !scrolls) return;
    element.classList.toggle("scrolls", scrolls);
    element.style.setProperty("--content", (node.scroll_height || 0) + "px");
    // A dialog is focused by the app; any other area by the Tab key, for the arrow keys to scroll it.
    if (node.role !== "Dialog") attribute(element, "tabindex", scrolls && "0");
  }

  /**
   * What grows at its end shows that end until the person scrolls away from it. Only here it is known, at the
   * moment of growing, how far that was. @param {Mirrored} entry
   */
  function followEnd(entry) {
    const { element, node } = entry;
    const near = 40;
    const isAtEnd = entry.end === undefined || element.scrollTop >= entry.end - near;
    if (isAtEnd || entry.ledTo !== node.follow_end) element.scrollTop = element.scrollHeight;
    entry.ledTo = node.follow_end;
    // Before the app knows how high its content is, nothing scrolls, however much there is.
    entry.end = node.scroll_height ? element.scrollHeight - element.clientHeight : 0;
  }

  /** @param {HTMLInputElement} element @param {SemanticNode} node */
  function updateSlider(element, node) {
    attribute(element, "min", node.minimum || 0);
    attribute(element, "max", node.maximum || 1);
    attribute(element, "step", node.step || "any");
    attribute(element, "aria-valuetext", node.value);
    element.disabled = !!node.disabled;
    const value = String(node.now || 0);
    if (element.value !== value) element.value = value;
  }

  /** The text itself, so that find in page meets it where it is painted. @param {Mirrored} entry */
  function say(entry) {
    const { element, node } = entry;
    const text = node.name || "";
    if (entry.text === text) return;
    const first = entry.text === "" && element.textContent === "";
    entry.text = text;
    if (first && (node.role === "Status" || node.role === "Alert")) {
      // A live region speaks of changes, not of being born.
      setTimeout(() => { element.textContent = entry.text; }, 60);
    } else {
      element.textContent = text;
    }
  }

  /** @param {Mirrored} entry */
  function place({ element, node }) {
    const rect = rectOf(node);
    const parent = mirrored.get(node.parent || 0);
    const style = element.style;
    const inPlace = !!node.fixed && !parent?.node.fixed;
    style.position = inPlace ? "fixed" : "absolute";
    element.classList.toggle("in-place", inPlace);
    // An absolute box is measured from its parent's; a fixed one from the window.
    const from = parent && (!node.fixed || parent.node.fixed) ? rectOf(parent.node) : nowhere;
    style.left = rect.x - from.x + "px";
    style.top = rect.y - from.y + "px";
    style.width = rect.width + "px";
    style.height = rect.height + "px";
  }

  /** @param {object} a @param {object} b */
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  /** @param {SemanticNode[]} next */
  function apply(next) {
    const kept = new Set(next.map((node) => node.id));
    const parents = new Set(next.map((node) => node.parent || 0));
    let focusLost = false;
    for (const [id, entry] of mirrored) {
      if (!kept.has(id)) {
        // Tab past a dialog's last control leaves nothing with the focus, which is its loss as well.
        const nowhere = entry.node.role === "Dialog" && document.activeElement === document.body;
        focusLost ||= nowhere || containers.includes(entry.node.role) && entry.element.contains(document.activeElement);
        entry.element.remove();
        mirrored.delete(id);
      }
    }
    /** @type {Map<Element, Element | null>} last placed child of each parent */
    const placed = new Map();
    for (const node of next) {
      let entry = mirrored.get(node.id);
      if (entry && entry.tag !== tagOf(node)) {
        entry.element.remove();
        entry = undefined;
      }
      const before = entry?.node;
      if (!entry) mirrored.set(node.id, entry = create(node));
      entry.node = node;
      const parent = mirrored.get(node.parent || 0)?.element || root;
      const last = placed.get(parent);
      const due = last ? last.nextElementSibling : parent.firstElementChild;
      if (entry.element !== due) parent.insertBefore(entry.element, due);
      placed.set(parent, entry.element);
      const parentMoved = node.parent && moved.has(node.parent);
      if (!before || parentMoved || !same(before, node)) {
        if (!before || !same(rectOf(before), rectOf(node))) moved.add(node.id);
        update(entry, parents.has(node.id));
      }
    }
    moved.clear();
    nodes = next;
    for (const entry of mirrored.values()) {
      if (entry.node.follow_end) followEnd(entry);
    }
    confine();
    fields.clip();
    if (focusLost) giveFocusBack();
  }
  /** @type {Set<number>} nodes of the running apply whose box changed: their children are placed anew */
  const moved = new Set();

  /**
   * A dialog, a menu or a row went away with the focus in it: back to what had it before, or else to
   * the title. Never to a field, which would bring up a phone's keyboard.
   */
  function giveFocusBack() {
    visited = visited.filter((id) => mirrored.has(id));
    const before = mirrored.get(visited[visited.length - 1] || 0);
    const title = nodes.find((node) => node.role === "Heading" && node.level === 1);
    const target = before && !fieldRoles.includes(before.node.role) ? before : mirrored.get(title?.id || 0);
    target?.element.focus({ preventScroll: true });
  }

  /** Behind an open dialog nothing can be reached; what is announced still can be heard. */
  function confine() {
    const dialog = nodes.findLast((node) => node.role === "Dialog");
    const path = new Set();
    for (let node = dialog; node; node = mirrored.get(node.parent || 0)?.node) path.add(node.id);
    const spoken = ["Status", "Alert"];
    /** Controls in what is announced: heard of, but not to be reached. @param {SemanticNode} node */
    const onMessage = (node) => {
      if (spoken.includes(node.role)) return false;
      let at = mirrored.get(node.parent || 0)?.node;
      const inMessage = !!at && spoken.includes(at.role);
      while (at && at !== dialog) at = mirrored.get(at.parent || 0)?.node;
      return inMessage && !at && ["Button", "Link"].includes(node.role);
    };
    for (const { element, node } of mirrored.values()) {
      const beside = !!dialog && (onMessage(node) || !path.has(node.id) && !spoken.includes(node.role) &&
        (!node.parent || path.has(node.parent)) && node.parent !== dialog.id);
      if (element.inert === beside) continue;
      element.inert = beside;
      attribute(element, "aria-hidden", beside && "true");  // for tools that do not know inert yet
    }
  }

  /** @param {EventTarget | null} target @returns {number} */
  function nodeAt(target) {
    for (let at = target instanceof Element ? target : null; at && at !== root; at = at.parentElement) {
      const id = ids.get(at);
      if (id) return id;
    }
    return 0;
  }

  function reportFocus() {
    if (applying) return;
    const active = document.activeElement;
    const node = nodeAt(active);
    if (node === reportedFocus) return;
    reportedFocus = node;
    if (node) visited = [...visited.filter((id) => id !== node), node].slice(-8);
    _lsl_on_focus(node, +(!!node && !!active && active.matches(":focus-visible")));
  }

  /** @param {() => void} change */
  function quietly(change) {
    applying = true;
    change();
    applying = false;
    queueMicrotask(reportFocus);
  }

  function satisfyFocus() {
    const entry = mirrored.get(wantedFocus);
    if (!entry) return;
    wantedFocus = 0;
    entry.element.focus({ preventScroll: true });
  }

  return {
    start() {
      document.addEventListener("focusin", reportFocus);
      document.addEventListener("focusout", () => queueMicrotask(reportFocus));
    },

    /** @param {string} json */
    set(json) {
      const next = JSON.parse(json);
      for (const node of next) node.rect = { ...nowhere, ...node.rect };  // zeros were left out
      quietly(() => {
        const focused = document.activeElement;
        const id = nodeAt(focused);
        apply(next);
        const entry = mirrored.get(id);
        if (entry && document.activeElement !== entry.element && focused === entry.element) {
          entry.element.focus({ preventScroll: true });  // it was moved, not left
        }
        if (wantedFocus) satisfyFocus();
        fields.leadToError();
      });
    },

    /** @param {number} node */
    focus(node) {
      quietly(() => {
        wantedFocus = node;
        if (node) satisfyFocus();
        else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      });
    },

    /** @param {number} node @param {MouseEvent} event */
    activate(node, event) {
      const entry = mirrored.get(node);
      if (!entry || entry.node.disabled) {
        event.preventDefault();
        return;
      }
      if (entry.node.submits && entry.element.closest("form")) return;  // its form's submit follows
      if (phrasing.includes(entry.node.role) && entry.node.role !== "Heading") _lsl_on_activate(node);
    },

    nodeAt,
    /** @param {number} node */
    elementOf: (node) => mirrored.get(node)?.element,
    attribute,
    entries: () => mirrored.values(),
    tree: () => nodes,
  };
})();
