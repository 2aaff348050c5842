// @ts-check
// The plain page: what the server wrote into it, made useful by forms and a player of the browser's own.
// For browsers that cannot draw the app; boot.js loads it then, with http, session, quality and whep before it.

(() => {
  const unreachable = "The studio can't be reached. Check your connection and try again.";
  const reportEveryMs = 30000;  // api::watching_interval_s
  const page = /** @type {HTMLElement} */ (document.getElementById("fallback"));
  const data = JSON.parse(document.getElementById("initial-data")?.textContent || "{}");
  const path = location.pathname;
  const parameters = new URLSearchParams(location.search);
  // What is behind the # is secret: it stays there, and is sent to nobody.
  const signIn = "/login?next=" + encodeURIComponent(path + location.search) + location.hash;

  /**
   * @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children
   * @returns {any}
   */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** @param {string} href @param {string} text */
  const link = (href, text) => make("a", { "href": href }, text);

  /** A name that nobody else has. randomUUID exists on secure pages only, getRandomValues on all. */
  const freshName = () => crypto.randomUUID?.() ??
    Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");

  /** @param {number} count */
  const tokens = (count) => `${count} token${count === 1 ? "" : "s"}`;

  /**
   * @param {string} method @param {string} to @param {object} [body] @param {Record<string, string>} [more]
   * @returns {Promise<{ status: number, body: any }>} status 0 = no answer
   */
  async function call(method, to, body, more = {}) {
    const headers = { "Accept": "application/json", ...more };
    if (body) headers["Content-Type"] = "application/json";
    try {
      const answer = await fetch(to, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : {} };
    } catch {
      return { status: 0, body: { "error": unreachable } };
    }
  }

  /**
   * Its button sends what was typed; what goes wrong is said under the fields.
   * @param {Node[]} fields @param {string} label
   * @param {(typed: any) => Promise<{ status: number, body: any }>} send @param {() => void} then
   * @param {Node[]} more what stands behind its button
   */
  function form(fields, label, send, then, ...more) {
    const problem = make("p", { "role": "alert" });
    const button = make("button", {}, label);
    const element = make("form", {}, ...fields, problem, button, ...more);
    element.addEventListener("submit", async (/** @type {Event} */ event) => {
      event.preventDefault();
      button.disabled = true;
      problem.textContent = "";
      const { status, body } = await send(Object.fromEntries(new FormData(element)));
      button.disabled = false;
      if (status >= 200 && status < 300) then();
      else problem.textContent = body["error"] || unreachable;
    });
    return element;
  }

  /** @param {string} label @param {string} name @param {string} type @param {string} autocomplete */
  const field = (label, name, type, autocomplete) =>
    make("label", {}, label, make("input", { "name": name, "type": type, "autocomplete": autocomplete, "required": "" }));

  function addNavigation() {
    const nav = make("nav", { "aria-label": "Main" }, link("/streams", "Classes"), link("/workouts", "Workouts"));
    const session = data["session"];
    if (session) {
      const out = make("button", { "type": "button" }, "Sign out");
      out.addEventListener("click", async () => {
        await call("POST", "/api/auth/logout");
        location.assign("/streams");
      });
      nav.append(link("/account", "My classes"),
        make("span", {}, `${session["user"]["display_name"]}, ${tokens(session["token_balance"])}`), out);
    } else {
      nav.append(link(signIn, "Sign in"));
    }
    page.prepend(nav);
  }

  /** Only to a page of ours, by what the browser makes of the address: it leaves tabs and line ends out, for one. */
  function goOn() {
    let next = "/streams";
    try {
      const asked = new URL((parameters.get("next") || next) + location.hash, location.origin);
      if (asked.origin === location.origin) next = asked.href;
    } catch {
      // No address at all.
    }
    location.assign(next);
  }

  function addSignIn() {
    const create = parameters.has("create");
    const next = parameters.get("next");
    const other = (create ? "/login" : "/login?create") + (next ? (create ? "?" : "&") + "next=" + encodeURIComponent(next) : "") + location.hash;
    const fields = [field("E-mail", "email", "email", "username"),
      field("Password", "password", "password", create ? "new-password" : "current-password")];
    if (create) fields.unshift(field("Name", "displayName", "text", "name"));
    const first = form(fields, create ? "Create account" : "Sign in", async (typed) => {
      const answer = await call("POST", create ? "/api/auth/register" : "/api/auth/login", typed);
      if (answer.body["code"] === "second_factor_required") first.replaceWith(codeForm());
      return answer;
    }, goOn);
    page.append(first, make("p", {}, link(other, create ? "I have an account" : "Create an account")));
  }

  /** Staff who want it are asked for a code after the password. */
  function codeForm() {
    const code = field("Code of your app, or a recovery code", "code", "text", "one-time-code");
    const again = make("button", { "type": "button" }, "Back to the password");
    again.addEventListener("click", () => location.reload());
    queueMicrotask(() => code.querySelector("input")?.focus());
    return form([code], "Go on", (typed) => call("POST", "/api/auth/second-factor", typed), goOn, again);
  }

  /** A role on a class, for whoever has the link. */
  async function addInvitation() {
    const base = "/api/invitations/" + encodeURIComponent(location.hash.slice(1));
    const { status, body } = await call("GET", base);
    if (status !== 200) {
      page.append(make("p", { "role": "alert" }, body["error"] || unreachable));
      return;
    }
    const offer = body["invitation"];
    const role = offer["role"].replace("_", "-");
    const to = link(`/streams/${offer["stream_id"]}/watch`, offer["title"]);
    page.append(make("p", {}, `${offer["invited_by"]} invites you as ${role} of `, to));
    if (offer["accepted"]) page.append(make("p", {}, "You're in the team."));
    else if (!data["session"]) page.append(link(signIn, "Sign in to answer"));
    else {
      for (const [label, answer] of [["Accept", "/accept"], ["Decline", "/decline"]]) {
        page.append(form([], label, () => call("POST", base + answer), () => location.reload()));
      }
    }
  }

  function addOwnClasses() {
    const rows = data["enrollments"]?.["enrollments"] || [];
    const list = make("ul");
    for (const { "stream": stream } of rows) {
      if (stream) list.append(make("li", {}, link(`/streams/${stream["id"]}/watch`, stream["title"])));
    }
    page.append(rows.length ? list : make("p", {}, "You're not in a class yet."));
  }

  /** Where the picture comes, with a sentence while it doesn't. @param {string} id @param {string} kind */
  function addPlayer(id, kind) {
    const base = `/api/${kind}/${id}`;
    const said = make("p", { "role": "status" });
    const stage = make("div");
    let playing = "";
    let reports = 0;

    const isLive = () => data["stream"]?.["status"] === "live";

    /** @param {HTMLVideoElement} video */
    async function start(video) {
      await video.play().catch(() => {
        video.muted = true;  // the browser's own controls give the sound back
        return video.play().catch(() => {});
      });
    }

    /** @param {any} source an answer of …/playback */
    function play(source) {
      const video = make("video", { "controls": "", "playsinline": "" });
      playing = source["kind"];
      said.textContent = "";
      whep.close();
      stage.replaceChildren(video);
      clearInterval(reports);
      const span = freshName();
      const report = () => {
        if (video.paused) return;
        /** @type {Record<string, string | number>} */
        const what = { "span": span };
        if (playing !== "whep") {
          what["positionMs"] = Math.round(video.currentTime * 1000);
          what["speedPercent"] = Math.round(Math.min(2, Math.max(0.25, video.playbackRate)) * 100);
        }
        call("POST", base + "/watching", what);
      };
      if (kind === "streams") {
        video.addEventListener("playing", report, { once: true });
        reports = setInterval(report, reportEveryMs);
      }
      if (playing === "whep") {
        whep.open(source["url"], source["token"], {
          phase: (phase) => {
            said.textContent = { "flowing": "", "connecting": "Connecting to the class", "waiting":
              "The instructor is reconnecting. The picture comes back by itself.", "reconnecting":
              "Your connection was lost. Trying again by itself.", "unsupported": "This browser can't play live " +
              "classes. Use a current Chrome, Edge, Firefox or Safari.", "elsewhere": "This class plays in other windows " +
              "or devices of yours. Reload the page to watch it here." }[phase] ?? "The class isn't coming through. Reload the page.";
          },
          stream: (stream) => {
            video.srcObject = stream;
            start(video);
          },
          stats: () => {},
          quality: () => {},  // the server chooses by the line
        });
      } else if (playing === "file" || (playing === "hls" && video.canPlayType("application/vnd.apple.mpegurl"))) {
        video.src = source["url"];
        start(video);
      } else {
        stage.replaceChildren(make("iframe", { "title": "Player", "allow": "autoplay; encrypted-media; fullscreen",
          "src": source["fallback_url"] || source["url"] }));
      }
    }

    function offerPlace() {
      const price = data["stream"]["price_in_tokens"];
      const key = freshName();  // one purchase, however often it is sent
      stage.replaceChildren(form([], price ? `Enroll for ${tokens(price)}` : "Enroll for free",
        () => call("POST", base + "/enroll", { "expectedPrice": price }, { "Idempotency-Key": key }), () => location.reload()));
    }

    /** The server knows whether there is something to see, and says what is missing. */
    async function ask() {
      const { status, body } = await call("GET", base + "/playback");
      if (status === 200) return play(body);
      playing = "";
      whep.close();
      stage.replaceChildren();
      said.textContent = body["error"] || unreachable;
      if (status === 401) stage.replaceChildren(link(signIn, "Sign in to watch"));
      if (body["code"] === "not_enrolled") offerPlace();
    }

    page.append(said, stage);
    ask();
    if (kind !== "streams") return;
    new EventSource("/api/events").addEventListener("stream", (event) => {
      const told = JSON.parse(/** @type {MessageEvent} */ (event).data)["stream"];
      if (told["id"] !== id) return;
      data["stream"] = told;
      // It began, or it ended, or the replay came.
      if (!playing || (playing === "whep") !== isLive()) ask();
    });
  }

  addNavigation();
  for (const time of page.querySelectorAll("time")) {
    time.textContent = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  }
  const shown = /^\/(streams|workouts)\/([^/]+)/.exec(path);
  const outside = path === "/account" && !data["session"];
  if (outside) location.replace(signIn);
  else if (path === "/login") data["session"] ? goOn() : addSignIn();
  else if (path === "/account") addOwnClasses();
  else if (path === "/invitation") addInvitation();
  else if (shown && (data["stream"] || data["workout"])) addPlayer(shown[2], shown[1]);
  else if (path.startsWith("/instructor/")) page.append(make("p", {}, "Teaching needs a browser that draws the app."));
})();
