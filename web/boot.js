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
    "graphics": ["The picture was lost", "Your device took the graphics away and didn't give them back. Reload to go on."],
    "crash": ["Something broke on this page", "Reload to go on. What you paid for is safe."]
  };
  var plain = { "webassembly": true, "webgl": true, "load": true };
  var failed = false;

  /** @param {string} kind */
  function show(kind) {
    var card = document.getElementById("trouble");
    if (failed || !card) return;
    failed = true;
    var heading = document.createElement("h1");
    heading.textContent = words[kind][0];
    var sentence = document.createElement("p");
    sentence.textContent = words[kind][1];
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = kind === "webgl" || kind === "webassembly" ? "Try again" : "Reload";
    button.onclick = function () { location.reload(); };
    card.appendChild(heading);
    card.appendChild(sentence);
    card.appendChild(button);
    // What plays goes on playing behind the card; a page that never came gives way to the plain one.
    if (plain[kind] || !document.body.classList.contains("ready")) document.body.className = "plain";
    else card.className = "over";
  }

  /** @param {string} kind */
  function fail(kind) {
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
