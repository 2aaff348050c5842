// @ts-check
// Form fields of the mirror: real and visible, over the frames that the canvas draws. The element owns
// the text; the app hears of every change and may set it.

const fields = (() => {
  /** Text that both sides know of each field. @type {WeakMap<Element, string>} */
  const agreed = new WeakMap();
  /** @type {WeakSet<Element>} */
  const composing = new WeakSet();
  /** The form whose verdict is awaited. @type {HTMLFormElement | null} */
  let submitted = null;

  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} FieldElement */

  /** @param {FieldElement} element */
  function report(element) {
    const text = element.value;
    if (agreed.get(element) === text) return;
    agreed.set(element, text);
    memory.lend([text], (at, length) =>
      _lsl_on_field_input(semantics.nodeAt(element), at, length));
  }

  /** @param {FieldElement} element @param {string} text */
  function write(element, text) {
    if (agreed.get(element) === text || composing.has(element)) return;
    agreed.set(element, text);
    if (element.value !== text) element.value = text;
  }

  /** @param {HTMLSelectElement} element @param {{ value: string, label: string }[]} options */
  function updateOptions(element, options) {
    const wanted = JSON.stringify(options);
    if (element.dataset.options === wanted) return;
    element.dataset.options = wanted;
    element.replaceChildren(...options.map(({ value, label }) => new Option(label, value)));
    agreed.delete(element);
  }

  /** A sentence that only the field's description meets; sighted people see the painted one. */
  function describeError(/** @type {FieldElement} */ element, /** @type {string} */ error) {
    const id = "error-" + semantics.nodeAt(element);
    let sentence = document.getElementById(id);
    if (!error) {
      sentence?.remove();
    } else {
      if (!sentence) {
        sentence = document.createElement("span");
        sentence.id = id;
        document.getElementById("sentences")?.append(sentence);
      }
      sentence.textContent = error;
    }
    semantics.attribute(element, "aria-invalid", error && "true");
    semantics.attribute(element, "aria-describedby", error && id);
  }

  /** @param {HTMLFormElement} form */
  function submitButton(form) {
    for (const { element, node } of semantics.entries()) {
      if (node.submits && form.contains(element)) return node;
    }
    return undefined;
  }

  /**
   * What is left of a box under one that it hangs from: cuts that overlap would cancel each other.
   * @param {{ x: number, y: number, width: number, height: number }[]} boxes
   * @param {{ x: number, y: number, width: number, height: number }} box
   */
  function below(boxes, box) {
    const above = boxes.find((other) => other.x <= box.x && other.x + other.width >= box.x + box.width &&
      other.y <= box.y && other.y + other.height > box.y);
    if (!above) return box;
    const y = above.y + above.height;
    return { ...box, y, height: Math.max(0, box.y + box.height - y) };
  }

  return {
    /** @param {FieldElement} element */
    adopt(element) {
      element.addEventListener("compositionstart", () => composing.add(element));
      element.addEventListener("compositionend", () => {
        composing.delete(element);
        report(element);
      });
      element.addEventListener("input", () => {
        submitted = null;
        report(element);
      });
      const commit = () => {
        const node = semantics.nodeAt(element);
        if (!node) return;  // removed while it had the focus
        report(element);
        _lsl_on_field_commit(node);
      };
      element.addEventListener("change", commit);
      element.addEventListener("blur", () => queueMicrotask(() => { if (element.isConnected) commit(); }));
    },

    /** @param {HTMLFormElement} form */
    adoptForm(form) {
      form.noValidate = true;  // the app judges, in its own words
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        // Autofill may have written without an event.
        for (const element of form.elements) {
          if (element.matches("input:not([type=range]), textarea, select")) {
            report(/** @type {FieldElement} */ (element));
          }
        }
        const button = submitButton(form);
        if (!button || button.disabled) return;
        // A press of the button by pointer is a click that the canvas has already acted on.
        submitted = form;
        if (!form.dataset.pointer) _lsl_on_activate(button.id);
        fields.leadToError();
      });
      // The click that submits comes before the submit event, in the same task. Each click says it anew: on a
      // busy page a timer comes late, and a press of Enter would be taken for the click on a switch before it.
      form.addEventListener("click", (event) => {
        delete form.dataset.pointer;
        const submits = event.target instanceof Element && event.target.closest("button[type=submit]");
        if (event.detail === 0 || !submits) return;
        form.dataset.pointer = "1";
        setTimeout(() => { delete form.dataset.pointer; });
      }, true);
    },

    /** After a refused submission the person is led to the first field that is wrong. */
    leadToError() {
      if (!submitted) return;
      const wrong = [...submitted.elements].find((element) => element.getAttribute("aria-invalid") === "true");
      if (!wrong) return;
      submitted = null;
      /** @type {HTMLElement} */ (wrong).focus();
    },

    /** @param {FieldElement} element @param {any} node */
    update(element, node) {
      const field = node.field || {};
      const set = (/** @type {string} */ name, /** @type {any} */ value) =>
        semantics.attribute(element, name, value);
      if (element instanceof HTMLInputElement && element.type !== (field.type || "text")) {
        element.type = field.type || "text";
      }
      set("name", field.name);
      set("autocomplete", field.autocomplete);
      set("inputmode", field.input_mode);
      set("enterkeyhint", field.enter_key_hint);
      set("placeholder", field.placeholder);
      set("min", field.minimum);
      set("max", field.maximum);
      set("step", field.step);
      set("maxlength", field.max_length || "");
      set("aria-required", field.required && "true");
      if (["username", "current-password", "new-password", "email"].includes(field.autocomplete)) {
        set("autocapitalize", "none");
        set("spellcheck", "false");
      }
      element.disabled = !!node.disabled;
      if (element instanceof HTMLSelectElement) updateOptions(element, field.options || []);
      describeError(element, field.error || "");
      // A password need not come back from the app: it is not taken away for that.
      if (field.type !== "password" || node.value) write(element, node.value || "");
    },

    /**
     * Fields lie above the canvas, so what the canvas paints over the page (top bar, dialogs, toasts)
     * must be cut out of them.
     */
    clip() {
      const over = [];
      const page = [];
      for (const entry of semantics.entries()) {
        const { node, element } = entry;
        if (node.fixed && node.rect && (element.classList.contains("in-place") || node.role === "List")) {
          over.push(below(over, node.rect));  // bars, dialogs, toasts, and the menus that come out of bars
        }
        else if (!node.fixed && ["TextField", "TextArea", "Select"].includes(node.role)) page.push(entry);
      }
      for (const { element, node } of page) {
        if (!node.rect) continue;
        const { x, width, height } = node.rect;
        const y = node.rect.y - window.scrollY;
        let cuts = "";
        for (const box of over) {
          const left = Math.max(0, box.x - x), right = Math.min(width, box.x + box.width - x);
          const top = Math.max(0, box.y - y), bottom = Math.min(height, box.y + box.height - y);
          if (left < right && top < bottom) cuts += `M${left} ${top}H${right}V${bottom}H${left}Z`;
        }
        const path = cuts && `path(evenodd,"M0 0H${width}V${height}H0Z${cuts}")`;
        if (element.dataset.cuts !== cuts) {
          element.dataset.cuts = cuts;
          element.style.clipPath = path;
        }
      }
    },
  };
})();
