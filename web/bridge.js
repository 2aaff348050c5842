// @ts-check
// What C++ may call: one line each, texts read, the work done by the concern's own file. The names are
// those of client/platform/web/imports.h; the linker checks that each is there.

mergeInto(LibraryManager.library, {
  lsl_js_start: () => {
    if (document.body.classList.contains("plain")) return 0;  // the person chose the plain page meanwhile
    semantics.start();
    input.start();
    route.start();
    serverEvents.start();
    system.start();
    updates.start();
    surface.start();
    return 1;
  },

  lsl_js_load_part: (part) => parts.load(part),
  lsl_js_part_is_here: (part) => parts.isHere(part),
  lsl_js_tell_desk: (part, json, length) => parts.hand(part, memory.text(json, length)),

  lsl_js_prepare_canvas: () => surface.prepare(),
  lsl_js_no_graphics: () => window["leanFailure"]("webgl"),

  lsl_js_request_frame: () => surface.requestFrame(),
  lsl_js_wake_after: (ms) => surface.wakeAfter(ms),
  lsl_js_utc_now: () => studioClock.now(),
  lsl_js_mono_now: () => performance.now(),

  lsl_js_set_title: (text, length) => { document.title = memory.text(text, length); },
  lsl_js_set_page_height: (height) => surface.setPageHeight(height),
  lsl_js_set_theme: (dark, background, surfaceColour, text, muted, line, accent, focus) =>
    surface.setTheme(!!dark, [background, surfaceColour, text, muted, line, accent, focus]),
  lsl_js_set_cursor: (cursor) => surface.setCursor(cursor),
  lsl_js_set_semantics: (json, length) => semantics.set(memory.text(json, length)),
  lsl_js_focus_node: (node) => semantics.focus(node >>> 0),
  lsl_js_scroll_to: (y, smooth) => surface.scrollTo(y, !!smooth),
  lsl_js_lock_scroll: (locked) => surface.lockScroll(!!locked),

  lsl_js_current_url: () => memory.answer(route.url()),
  lsl_js_origin: () => memory.answer(location.origin),
  lsl_js_push_url: (url, length) => route.push(memory.text(url, length)),
  lsl_js_replace_url: (url, length) => route.replace(memory.text(url, length)),
  lsl_js_go_back: (fallback, length) => route.back(memory.text(fallback, length)),
  lsl_js_open_external: (url, length, newTab) => route.leave(memory.text(url, length), !!newTab),
  lsl_js_reload: () => location.reload(),
  lsl_js_set_leave_guard: (on) => system.guardLeaving(!!on),

  lsl_js_parse_json: (text, length) => memory.answerBytes(json.pack(memory.text(text, length))),
  lsl_js_initial_data: () => memory.answer(system.initialData()),
  lsl_js_http_request: (id, method, methodLength, path, pathLength, body, bodyLength, headers,
    headersLength, timeoutMs) => http.request(id, memory.text(method, methodLength),
    memory.text(path, pathLength), memory.text(body, bodyLength), memory.text(headers, headersLength),
    timeoutMs),
  lsl_js_http_upload: (id, method, methodLength, path, pathLength, file) =>
    http.upload(id, memory.text(method, methodLength), memory.text(path, pathLength), exchange.file(file)),
  lsl_js_http_cancel: (id) => http.cancel(id),
  lsl_js_open_events: (path, pathLength, names, namesLength, after, afterLength) =>
    serverEvents.open(memory.text(path, pathLength), memory.text(names, namesLength), memory.text(after, afterLength)),
  lsl_js_close_events: () => serverEvents.close(),
  lsl_js_stored: (key, length) => memory.answer(system.stored(memory.text(key, length))),
  lsl_js_store: (key, keyLength, value, valueLength) =>
    system.store(memory.text(key, keyLength), memory.text(value, valueLength)),
  lsl_js_random_id: () => memory.answer(system.randomId()),

  lsl_js_format_time: (ms, style) => memory.answer(words.time(ms, style)),
  lsl_js_format_number: (value, decimals, compact) =>
    memory.answer(words.number(value, decimals, !!compact)),
  lsl_js_format_span: (seconds) => memory.answer(words.span(seconds)),
  lsl_js_local_field_from_utc: (ms) => memory.answer(words.localField(ms)),
  lsl_js_utc_from_local_field: (text, length) => words.utcOfField(memory.text(text, length)),
  lsl_js_time_zone: () => memory.answer(words.zone()),
  lsl_js_language_wishes: () => memory.answer(words.wishes()),
  lsl_js_messages_path: (file, length) => memory.answer(words.messagesPath(memory.text(file, length))),
  lsl_js_set_language: (tag, length, rightToLeft) => {
    words.use(memory.text(tag, length), !!rightToLeft);
    parts.speak(memory.text(tag, length));
  },
  lsl_js_plural_form: (number) => words.plural(number),

  lsl_js_text_advance: (text, length, weight, size) =>
    letters.advance(memory.text(text, length), weight, size),
  lsl_js_text_kerning: (left, right, weight) => letters.kerning(left, right, weight),
  lsl_js_text_pieces: (text, length, words) =>
    memory.answerBytes(letters.pieces(memory.text(text, length), !!words)),
  lsl_js_draw_text: (text, length, weight, size, phase) =>
    memory.numbers(letters.draw(memory.text(text, length), weight, size, phase)),
  lsl_js_take_pixels: (rgba) => letters.take(rgba),

  lsl_js_load_image__deps: ["glGenTextures", "$GL"],
  lsl_js_load_image: (id, url, length, longestSide) =>
    void images.load(id, memory.text(url, length), longestSide),
  lsl_js_free_image: (id) => images.free(id),

  lsl_js_push_notices: (wish) => void pushes.wish(wish),
  lsl_js_copy_text: (text, length) => exchange.copy(memory.text(text, length)),
  lsl_js_can_share: () => +exchange.canShare(),
  lsl_js_share: (title, titleLength, url, urlLength) =>
    exchange.share(memory.text(title, titleLength), memory.text(url, urlLength)),
  lsl_js_download: (url, urlLength, name, nameLength) =>
    exchange.download(memory.text(url, urlLength), memory.text(name, nameLength)),
  lsl_js_choose_file: (id, accept, length) => exchange.choose(id, memory.text(accept, length)),

  lsl_js_place_video: (which, x, y, width, height, radius, fixed, cover, mirrored, visible) =>
    video.place(which, x, y, width, height, radius, !!fixed, !!cover, !!mirrored, !!visible),
  lsl_js_player_watch: (url, urlLength, token, tokenLength) => {
    const [to, bearer] = [memory.text(url, urlLength), memory.text(token, tokenLength)];
    parts.ask("player", (part) => part["player"]["watch"](to, bearer));
  },
  lsl_js_player_play_file: (url, length, startAt) => {
    const file = memory.text(url, length);
    parts.ask("player", (part) => part["player"]["playFile"](file, startAt));
  },
  lsl_js_player_show_frame: (url, length) => {
    const page = memory.text(url, length);
    parts.ask("player", (part) => part["player"]["showFrame"](page));
  },
  lsl_js_plays_hls: () => +video.playsHls(),
  lsl_js_player_resume: () => parts.tell("player", (part) => part["player"]["resume"]()),
  lsl_js_player_pause: () => parts.tell("player", (part) => part["player"]["pause"]()),
  lsl_js_player_seek: (position) => parts.tell("player", (part) => part["player"]["seek"](position)),
  lsl_js_player_set_volume: (volume) => parts.tell("player", (part) => part["player"]["setVolume"](volume)),
  lsl_js_player_set_muted: (muted) => parts.tell("player", (part) => part["player"]["setMuted"](!!muted)),
  lsl_js_player_set_quality: (height) => parts.tell("player", (part) => part["player"]["setQuality"](height)),
  lsl_js_player_practise: (json, length) => {
    const wish = memory.text(json, length);
    parts.tell("player", (part) => part["player"]["practise"](wish));
  },
  lsl_js_player_step: (frames) => parts.tell("player", (part) => part["player"]["step"](frames)),
  lsl_js_player_position: () => {
    let position = 0;
    if (parts.isHere(0)) parts.tell("player", (part) => { position = part["player"]["position"](); });
    return position;
  },
  lsl_js_player_stop: () => parts.tell("player", (part) => part["player"]["stop"]()),
  lsl_js_set_fullscreen: (on) => video.setFullscreen(!!on),
  lsl_js_set_picture_in_picture: (on) => video.setInPicture(!!on),
  lsl_js_set_now_playing: (title, titleLength, artist, artistLength, artwork, artworkLength) => {
    const texts = [memory.text(title, titleLength), memory.text(artist, artistLength),
      memory.text(artwork, artworkLength)];
    parts.ask("player", (part) => part["player"]["nowPlaying"](...texts));
  },
  lsl_js_keep_awake: (on) => system.keepAwake(!!on),

  lsl_js_capture_open: (camera, cameraLength, microphone, microphoneLength) => {
    const [eye, ear] = [memory.text(camera, cameraLength), memory.text(microphone, microphoneLength)];
    parts.ask("studio", (part) => void part["capture"]["open"](eye, ear));
  },
  lsl_js_capture_set_camera_on: (on) => parts.tell("studio", (part) => part["capture"]["setCameraOn"](!!on)),
  lsl_js_capture_set_microphone_on: (on) =>
    parts.tell("studio", (part) => part["capture"]["setMicrophoneOn"](!!on)),
  lsl_js_capture_close: () => parts.tell("studio", (part) => part["capture"]["close"]()),
  lsl_js_broadcast_start: (url, urlLength, token, tokenLength, takeOver) => {
    const [to, bearer] = [memory.text(url, urlLength), memory.text(token, tokenLength)];
    parts.ask("studio", (part) => part["whip"]["open"](to, bearer, !!takeOver));
  },
  lsl_js_broadcast_ask_to_resume: (url, length) => {
    const to = memory.text(url, length);
    parts.ask("studio", (part) => void part["whip"]["askToResume"](to));
  },
  lsl_js_broadcast_stop: () => parts.tell("studio", (part) => part["whip"]["close"]()),
});
