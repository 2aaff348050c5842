// @ts-check
// Clipboard, share sheet, downloads and chosen files.

const exchange = (() => {
  /** @type {File | undefined} */
  let chosen;
  let chosenHandle = 0;

  /** Without https there is no clipboard API. @param {string} text */
  function copyByCommand(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "heard";
    document.body.append(area);
    const focused = document.activeElement;
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return copied;
  }

  /** @param {boolean} copied */
  const tellCopied = (copied) => _lsl_on_copied(+copied);

  return {
    /** @param {string} text */
    copy(text) {
      if (navigator.clipboard) {
        navigator.clipboard.writeText(text).then(() => tellCopied(true), () => tellCopied(false));
      } else {
        const copied = copyByCommand(text);
        queueMicrotask(() => tellCopied(copied));
      }
    },

    canShare: () => !!navigator.share && matchMedia("(pointer: coarse)").matches,

    /** @param {string} title @param {string} url */
    share(title, url) {
      navigator.share({ title, url }).catch(() => { /* the person closed the sheet */ });
    },

    /** @param {string} url @param {string} name */
    download(url, name) {
      const link = document.createElement("a");
      link.href = url;
      link.download = name;
      document.body.append(link);
      link.click();
      link.remove();
    },

    /** @param {number} id @param {string} accept */
    choose(id, accept) {
      const picker = document.createElement("input");
      picker.type = "file";
      picker.accept = accept;
      const tell = (/** @type {File | undefined} */ file) => {
        if (file) {
          chosen = file;
          ++chosenHandle;
        }
        memory.lend([file?.name || "", file?.type || ""], (name, nameLength, type, typeLength) =>
          _lsl_on_file(id, file ? chosenHandle : 0, name, nameLength, type, typeLength, file?.size || 0));
      };
      picker.addEventListener("change", () => tell(picker.files?.[0]));
      picker.addEventListener("cancel", () => tell(undefined));
      picker.click();
    },

    /** @param {number} handle */
    file: (handle) => (handle === chosenHandle ? chosen : undefined),
  };
})();
