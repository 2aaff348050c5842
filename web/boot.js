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
    "crash": ["Something broke on this page", "Reload to go on. What you paid for is safe."]
  };
  var plain = { "webassembly": true, "webgl": true, "load": true };
  var slowAfterMs = 8000;
  var failed = false;
  var forms = document.currentScript.getAttribute("data-plain");

  /** @param {string} tag @param {string} text */
  function add(tag, text) {
    var element = document.createElement(tag);
    element.textContent = text;
    return document.getElementById("trouble").appendChild(element);
  }

  /** @param {string} text @param {() => void} press */
  function addButton(text, press) {
    var button = add("button", text);
    button.setAttribute("type", "button");
    button.onclick = press;
  }

  /** @param {string} kind */
  function say(kind) {
    document.getElementById("trouble").textContent = "";
    add("h1", words[kind][0]);
    add("p", words[kind][1]);
  }

  function reload() {
    location.reload();
  }

  /** In place of the app: what the server wrote, and the script that lets it sign in, pay and play. */
  function showPlain() {
    document.body.className = "plain";
    var script = document.createElement("script");
    script.src = forms;
    document.body.appendChild(script);
  }

  /** @param {string} kind */
  function show(kind) {
    say(kind);
    document.getElementById("trouble").className = "";
    addButton(kind === "webgl" || kind === "webassembly" ? "Try again" : "Reload", reload);
    // What plays goes on playing behind the card; a page that never came gives way to the plain one.
    if (plain[kind] || !document.body.classList.contains("ready")) showPlain();
    else document.getElementById("trouble").className = "over";
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
    if (/^\/(login|account|instructor\/(login|streams\/create))/.test(path)) return "sheet";
    var data = document.getElementById("initial-data");
    return data && /"live_streams":\[\]/.test(data.textContent || "") ? "browse quiet" : "browse";
  }

  window["leanFailure"] = fail;
  setTimeout(showSlow, slowAfterMs);
  document.documentElement.setAttribute("data-screen", screenOf(location.pathname));

  window.addEventListener("error", function (event) {
    var target = event.target;
    if (target && target["tagName"] === "SCRIPT") fail("load");
    else if (event["message"] && isOurs(event["filename"])) fail("crash");
  }, true);
  window.addEventListener("unhandledrejection", function (event) {
    // Before the first picture everything is needed; afterwards only a wasm trap is a crash.
    if (!document.body || !document.body.classList.contains("ready")) fail("load");
    else if (window.WebAssembly && event.reason instanceof WebAssembly.RuntimeError) fail("crash");
  });

  /** Extensions break too; that is not for us to show. */
  function isOurs(file) {
    return !file || file.indexOf(location.origin) === 0;
  }

  if (!window.WebAssembly || !window.ResizeObserver || !document.fonts) fail("webassembly");
  // Whether it works here is the app's to find out: a context for trying takes a tenth of a second.
  else if (!window.WebGL2RenderingContext) fail("webgl");
})();
