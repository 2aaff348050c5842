// @ts-check
// Times and numbers in the language and the zone of the person.

const words = (() => {
  const DAY = 0, CLOCK = 1, DATE = 2, DATE_TIME = 3, DAY_NAME = 5, WEEKDAY = 6;  // TimeStyle; 4 = Relative
  /** What a system calls its language need not be one: on a bare Linux it is "C". @param {string} tag */
  const isLanguage = (tag) => {
    try {
      return new Intl.Locale(tag).language !== "";
    } catch {
      return false;
    }
  };
  const wishes = [...navigator.languages || [], navigator.language].filter((tag) => tag && isLanguage(tag));
  if (!wishes.length) wishes.push("en");
  const pluralForms = ["zero", "one", "two", "few", "many", "other"];  // PluralForm
  let language = wishes[0];

  /** @type {Map<string, any>} */
  const made = new Map();
  /** Intl objects are slow to make. @template T @param {string} key @param {() => T} make @returns {T} */
  function once(key, make) {
    if (!made.has(key)) made.set(key, make());
    return made.get(key);
  }

  /** @param {string} key @param {Intl.DateTimeFormatOptions} options @param {number} ms */
  const say = (key, options, ms) =>
    once(key, () => new Intl.DateTimeFormat(language, options)).format(ms);
  /** @param {number} ms */
  const clock = (ms) => say("clock", { hour: "2-digit", minute: "2-digit" }, ms).replace(/^0(\d:\d\d\s)/, "$1");
  const comma = () => (language.startsWith("ar") ? "، " : ", ");
  /** @param {string} text */
  const capital = (text) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

  /** Calendar days from today in the person's zone. @param {number} ms */
  function daysAhead(ms) {
    const midnight = (/** @type {number | Date} */ at) => {
      const day = new Date(at);
      return Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
    };
    return Math.round((midnight(ms) - midnight(studioClock.now())) / 86400000);
  }

  /** @param {number} amount @param {Intl.RelativeTimeFormatUnit} unit */
  const away = (amount, unit) =>
    once("away", () => new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" }))
      .format(amount, unit).replaceAll(".", "");

  /** @param {number} ms */
  function day(ms) {
    const ahead = daysAhead(ms);
    if (Math.abs(ahead) <= 1) return capital(away(ahead, "day")) + " " + clock(ms);
    if (ahead > 1 && ahead < 7) return capital(say("weekday", { weekday: "short" }, ms)) + " " + clock(ms);
    const sameYear = new Date(ms).getFullYear() === new Date(studioClock.now()).getFullYear();
    const date = sameYear ? say("day", { day: "numeric", month: "short" }, ms) : dated(ms);
    return date + comma() + clock(ms);
  }

  /** @param {number} ms */
  function dayName(ms) {
    const ahead = daysAhead(ms);
    if (Math.abs(ahead) <= 1) return capital(away(ahead, "day"));
    if (ahead > 1 && ahead < 7) return capital(say("weekday-name", { weekday: "long" }, ms));
    return say("day-of-month", { day: "numeric", month: "long" }, ms);
  }

  /** @param {number} ms */
  const dated = (ms) => say("date", { day: "numeric", month: "short", year: "numeric" }, ms);

  /** @param {number} ms */
  function relative(ms) {
    const seconds = (ms - studioClock.now()) / 1000;
    const size = Math.abs(seconds);
    if (size < 60) return away(0, "second");
    if (size < 3600) return away(Math.trunc(seconds / 60), "minute");
    if (size < 86400) return away(Math.trunc(seconds / 3600), "hour");
    if (size < 30 * 86400) return away(Math.trunc(seconds / 86400), "day");
    // What is long past has its date; what is far away is so many days off.
    return seconds > 0 ? away(Math.round(seconds / 86400), "day") : dated(ms);
  }

  /** @param {number} value @param {"day" | "hour" | "minute"} unit */
  const amount = (value, unit) =>
    once("amount-" + unit, () => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }))
      .format(value);

  return {
    /** @param {number} ms @param {number} style */
    time(ms, style) {
      switch (style) {
        case DAY: return day(ms);
        case CLOCK: return clock(ms);
        case DATE: return dated(ms);
        case DATE_TIME:
          return capital(say("weekday", { weekday: "short" }, ms)) + " " + dated(ms) + comma() + clock(ms);
        case DAY_NAME: return dayName(ms);
        case WEEKDAY:
          return capital(say("weekday-date", { weekday: "short", day: "numeric", month: "short" }, ms)).replaceAll(",", "");
        default: return relative(ms);
      }
    },

    /** @param {number} value @param {number} decimals @param {boolean} compact */
    number(value, decimals, compact) {
      return once(`number-${decimals}-${compact}`, () => new Intl.NumberFormat(language, compact
        ? { notation: "compact", maximumFractionDigits: 1 }
        : { minimumFractionDigits: decimals, maximumFractionDigits: decimals })).format(value);
    },

    /** @param {number} seconds */
    span(seconds) {
      const minutes = Math.floor(seconds / 60);
      if (minutes < 1) return "< " + amount(1, "minute");
      const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24;
      const parts = days ? [[days, "day"], [hours, "hour"]] : [[hours, "hour"], [minutes % 60, "minute"]];
      return parts.filter(([value]) => value)
        .map(([value, unit]) => amount(/** @type {number} */ (value), /** @type {any} */ (unit))).join(comma());
    },

    /** @param {number} ms */
    localField(ms) {
      const local = new Date(ms);
      const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
      return `${String(local.getFullYear()).padStart(4, "0")}-${two(local.getMonth() + 1)}-` +
        `${two(local.getDate())}T${two(local.getHours())}:${two(local.getMinutes())}`;
    },

    /** @param {string} text @returns {number} NaN when it is not a time */
    utcOfField: (text) => (/^\d{4,6}-\d\d-\d\dT\d\d:\d\d/.test(text) ? new Date(text).getTime() : NaN),

    zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    wishes: () => wishes.join(","),

    /** Of "de", what the program says, or of "de-studio", what a part says. @param {string} file */
    messagesPath: (file) => messageFiles[file] || "",

    /** Which language model::best_language chooses. @param {string} chosen by the person; "" = what their browser names */
    best(chosen) {
      const tags = ["en", ...Object.keys(messageFiles).map((file) => file.split("-")[0])];
      return (chosen || wishes.join()).split(",").map((wish) => wish.trim().split("-")[0]).find((tag) => tags.includes(tag)) || "en";
    },

    /** The person's own variety of that language, with its dates and separators, when they have one.
     * @param {string} tag @param {boolean} rightToLeft */
    use(tag, rightToLeft) {
      const own = wishes.find((wish) => wish.split("-")[0] === tag) || tag;
      document.documentElement.lang = own;
      // The messages write digits as 0 to 9, so that numbers and dates must, too.
      language = new Intl.Locale(own, { numberingSystem: "latn" }).toString();
      made.clear();
      document.documentElement.dir = rightToLeft ? "rtl" : "ltr";
    },

    /** @param {number} value */
    plural: (value) => pluralForms.indexOf(once("plural", () => new Intl.PluralRules(language)).select(value)),
  };
})();
