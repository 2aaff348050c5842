// @ts-check
// Pictures as textures: fetched, decoded and reduced by the browser off the main thread.

const images = (() => {
  /** @type {Map<number, { texture: number, cancelled: boolean }>} */
  const loaded = new Map();
  /** One download serves all sizes that are asked for at about the same time. @type {Map<string, Promise<Blob>>} */
  const downloads = new Map();

  /** @param {number} handle @returns {Promise<Blob>} */
  async function chosenFile(handle) {
    const file = exchange.file(handle);
    if (!file) throw new Error("no such file");
    return file;
  }

  /** @param {string} url */
  function download(url) {
    let blob = downloads.get(url);
    if (!blob) {
      // A file that the person has chosen and not sent yet.
      const picked = /^picked:(\d+)$/.exec(url);
      blob = picked ? chosenFile(Number(picked[1])) : fetch(url, { credentials: "same-origin" }).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.blob();
      });
      downloads.set(url, blob);
      const forget = () => setTimeout(() => downloads.delete(url), 2000);
      blob.then(forget, forget);
    }
    return blob;
  }

  /** @param {Blob} blob @param {number} longestSide */
  async function decode(blob, longestSide) {
    const options = /** @type {ImageBitmapOptions} */ ({ premultiplyAlpha: "none" });  // as ImGui blends
    const whole = await createImageBitmap(blob, options);
    const scale = longestSide / Math.max(whole.width, whole.height);
    if (scale >= 1) return whole;
    const reduced = await createImageBitmap(blob, {
      ...options,
      resizeWidth: Math.max(1, Math.round(whole.width * scale)),
      resizeHeight: Math.max(1, Math.round(whole.height * scale)),
      resizeQuality: "medium",
    });
    whole.close();
    return reduced;
  }

  /** @param {ImageBitmap} picture @returns {number} */
  function upload(picture) {
    const gl = GLctx;
    const name = GL.getNewId(GL.textures);
    const texture = gl.createTexture();
    texture.name = name;
    GL.textures[name] = texture;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.generateMipmap(gl.TEXTURE_2D);
    return name;
  }

  return {
    /** @param {number} id @param {string} url @param {number} longestSide */
    async load(id, url, longestSide) {
      const entry = { texture: 0, cancelled: false };
      loaded.set(id, entry);
      let width = 0, height = 0;
      try {
        const picture = await decode(await download(url), longestSide);
        if (entry.cancelled) return;
        ({ width, height } = picture);
        if (!GLctx.isContextLost()) entry.texture = upload(picture);
        picture.close();
      } catch {
        if (entry.cancelled) return;
      }
      _lsl_on_image(id, entry.texture, width, height);
      surface.requestFrame();
    },

    /** @param {number} id */
    free(id) {
      const entry = loaded.get(id);
      if (!entry) return;
      entry.cancelled = true;
      loaded.delete(id);
      if (!entry.texture) return;
      GLctx.deleteTexture(GL.textures[entry.texture]);
      GL.textures[entry.texture] = null;
    },
  };
})();
