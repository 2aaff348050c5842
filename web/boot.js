// @ts-check
// Runs before everything else, in any browser: chooses the outline that is shown while the app loads,
// finds out whether the app can run here, and catches what goes wrong later.

(function () {
  var words = {
    "webassembly": ["This browser is too old for the app",
      "You can still see the classes below. For watching, use a current Chrome, Edge, Firefox or Safari."],
    "webgl": ["Graphics are switched off in this browser",
      "The app draws with WebGL, which is off or blocked here. Turn on hardware acceleration in the browser's " +
      "settings, or use another browser. Here is the list of classes meanwhile."],
    "load": ["The app didn't load", "Check your connection, then try again."],
    "slow": ["The app is still on its way", "Your connection is slow. Stay here and it comes, or go on with " +
      "the plain page, which needs little."],
    "graphics": ["The picture was lost", "Your device took the graphics away and didn't give them back. Reload to go on."],
    "crash": ["Something broke on this page", "Reload to go on. What you paid for is safe."],
    "fault": ["Something went wrong on this page", "You can go on. If something doesn't work, reload."],
    "on air": ["You're still on air", "Viewers see and hear you. Reloading brings your controls back; it takes you " +
      "off air for a few seconds."],
    "buttons": ["Reload", "Go on", "Stop camera and microphone"]
  };
  // While somebody teaches the page speaks their language; before, nobody knows it yet.
  var translated = {
    "de": {
      "graphics": ["Das Bild ging verloren", "Dein Gerät hat die Grafik weggenommen und nicht zurückgegeben. Lade neu, um weiterzumachen."],
      "crash": ["Auf dieser Seite ging etwas kaputt", "Lade neu, um weiterzumachen. Was du bezahlt hast, ist sicher."],
      "fault": ["Auf dieser Seite ging etwas schief", "Du kannst weitermachen. Wenn etwas nicht geht, lade neu."],
      "on air": ["Du bist weiter auf Sendung", "Man sieht und hört dich. Neu laden bringt deine Knöpfe zurück; du bist dafür " +
        "ein paar Sekunden nicht auf Sendung."],
      "buttons": ["Neu laden", "Weiter", "Kamera und Mikrofon ausschalten"]
    },
    "ar": {
      "graphics": ["ضاعت الصورة", "سحب جهازك موارد الرسوميات ولم يُعِدها. أعد التحميل للمتابعة."],
      "crash": ["تعطّل شيء في هذه الصفحة", "أعد التحميل للمتابعة. ما دفعته محفوظ."],
      "fault": ["حدث خطأ في هذه الصفحة", "يمكنك المتابعة. إن لم يعمل شيء ما، فأعد التحميل."],
      "on air": ["ما زلت على الهواء", "المشاهدون يرونك ويسمعونك. إعادة التحميل تعيد أزرار التحكم، وتقطع البث بضع ثوانٍ."],
      "buttons": ["إعادة التحميل", "متابعة", "إيقاف الكاميرا والميكروفون"]
    }
  };
  var plain = { "webassembly": true, "webgl": true, "load": true };
  var slowAfterMs = 8000;
  var failed = false;
  var faultShown = false;
  var onAirTimer = 0;
  var forms = document.currentScript.getAttribute("data-plain");

  /** @param {string} name */
  function wordsFor(name) {
    var own = translated[document.documentElement.lang];
    return own && own[name] || words[name];
  }

  /** @param {string} tag @param {string} text */
  function add(tag, text) {
    var element = document.createElement(tag);
    element.textContent = text;
    return document.getElementById("trouble").appendChild(element);
  }

  /** @param {string} text @param {() => void} press @param {string} [look] */
  function addButton(text, press, look) {
    var button = add("button", text);
    button.setAttribute("type", "button");
    button.className = look || "";
    button.onclick = press;
  }

  /** @param {string} kind @param {boolean} [onAir] */
  function say(kind, onAir) {
    document.getElementById("trouble").textContent = "";
    add("h1", wordsFor(kind)[0]);
    if (onAir) add("p", wordsFor("on air")[0]).className = "strong";
    add("p", wordsFor(onAir ? "on air" : kind)[1]);
  }

  /** web/studio/whip.js; it knows nothing of the app and outlives it. */
  function broadcast() {
    return window["leanBroadcast"];
  }

  function reload() {
    // The card has said what a reload costs: no second question by the browser.
    if (broadcast()) broadcast()["mayLeave"]();
    location.reload();
  }

  /** In place of the app: what the server wrote, and the script that lets it sign in, pay and play. */
  function showPlain() {
    document.body.className = "plain";
    var script = document.createElement("script");
    script.src = forms;
    document.body.appendChild(script);
  }

  function hide() {
    clearInterval(onAirTimer);
    document.getElementById("trouble").className = "none";
  }

  /** Nothing of what goes on behind the card ends by it. @param {string} kind @param {boolean} onAir */
  function fill(kind, onAir) {
    var buttons = wordsFor("buttons");
    say(kind, onAir && kind !== "fault");
    if (kind === "fault") addButton(buttons[1], hide);
    addButton(kind === "webgl" || kind === "webassembly" ? "Try again" : buttons[0], reload, kind === "fault" ? "quiet" : "");
    if (onAir) {
      addButton(buttons[2], function () {
        broadcast()["stop"]();
        fill(kind, false);
      }, "quiet");
    }
  }

  /** @param {string} kind */
  function show(kind) {
    var onAir = !!broadcast() && broadcast()["onAir"]();
    fill(kind, onAir);
    document.getElementById("trouble").className = "";
    // What plays goes on playing behind the card; a page that never came gives way to the plain one.
    if (plain[kind] || !document.body.classList.contains("ready")) return showPlain();
    document.getElementById("trouble").className = "over";
    if (!onAir) return;
    onAirTimer = setInterval(function () {
      if (broadcast()["onAir"]()) return;
      clearInterval(onAirTimer);
      fill(kind, false);
    }, 1000);
  }

  function showSlow() {
    if (failed || document.body.classList.contains("ready")) return;
    say("slow");
    addButton("Show the plain page", function () {
      failed = true;
      document.getElementById("trouble").className = "none";
      showPlain();
    });
    document.getElementById("trouble").className = "over slow";
  }

  /** The first failure is the reason of those that follow. @param {string} kind */
  function fail(kind) {
    if (failed) return;
    failed = true;
    if (document.body) show(kind);
    else document.addEventListener("DOMContentLoaded", function () { show(kind); });
  }

  function screenOf(path) {
    if (/^\/(streams|workouts)\/[^/]+|\/broadcast$/.test(path)) return "watch";
    if (/^\/(login|account|invitation|instructor\/(login|streams\/(create|.+\/people)))/.test(path)) return "sheet";
    var data = document.getElementById("initial-data");
    return data && /"live_streams":\[\]/.test(data.textContent || "") ? "browse quiet" : "browse";
  }

  window["leanFailure"] = fail;
  setTimeout(showSlow, slowAfterMs);
  document.documentElement.setAttribute("data-screen", screenOf(location.pathname));

  /** Of our own build; extensions and other people's scripts break, too, and that is not for us to show. */
  function isOurs(file) {
    return !!file && file.indexOf(location.origin + "/static/") === 0;
  }

  function isReady() {
    return !!document.body && document.body.classList.contains("ready");
  }

  /** The program cannot be made, or has been cut off in its work. */
  function isOfProgram(error) {
    return !!window.WebAssembly && (error instanceof WebAssembly.RuntimeError ||
      error instanceof WebAssembly.LinkError || error instanceof WebAssembly.CompileError);
  }

  /** Browsers put notices of theirs into the same event ("ResizeObserver loop…"): those have no error. */
  function isFault(event) {
    return event.error instanceof Error && !(event.error instanceof DOMException) && isOurs(event.filename);
  }

  function showFault() {
    if (failed || faultShown) return;
    faultShown = true;
    show("fault");
  }

  window.addEventListener("error", function (event) {
    var target = event.target;
    if (target && target["tagName"] === "SCRIPT") {
      if (isOurs(target["src"]) && !isReady()) fail("load");
    } else if (isOfProgram(event["error"])) fail(isReady() ? "crash" : "load");
    else if (isFault(event)) {
      if (isReady()) showFault();
      else fail("load");
    }
  }, true);
  window.addEventListener("unhandledrejection", function (event) {
    // Refusals that nobody waited for: of play(), of picture in picture, of a request.
    if (isOfProgram(event.reason)) fail(isReady() ? "crash" : "load");
  });

  if (!window.WebAssembly || !window.ResizeObserver || !document.fonts) fail("webassembly");
  // Whether it works here is the app's to find out: a context for trying takes a tenth of a second.
  else if (!window.WebGL2RenderingContext) fail("webgl");
})();
