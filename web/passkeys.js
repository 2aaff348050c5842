// @ts-check
// Passkeys: the browser is asked to make one or to sign in by one, with what the server said of it. Its outcomes
// are read by client/app/account/update_passkeys.cpp.

const passkeys = (() => {
  const accountPart = 2;  // as platform::Part has it
  const patienceMs = 300_000;  // the server's challenge is good for as long
  const algorithms = [-7, -8, -257];  // those that the server checks: ES256, EdDSA, RS256

  /** Ends the question before, as a browser has one at a time. */
  let current = new AbortController();

  const isAble = () => "PublicKeyCredential" in window && !!navigator.credentials;

  /** base64url, without padding. @param {string} text */
  const bytesOf = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  /** @param {ArrayBuffer | null} buffer */
  const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0))))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const nothing = {
    "able": false, "outcome": "", "id": "", "clientDataJSON": "", "authenticatorData": "", "signature": "",
    "userHandle": "", "attestationObject": "", "transports": /** @type {string[]} */ ([]),
  };

  /** @param {Partial<typeof nothing>} told */
  const tell = (told) =>
    memory.tell({ ...nothing, "able": isAble(), ...told }, (at, length) => _lsl_on_desk(accountPart, at, length));

  /** @param {any} options as the server has them @param {AbortSignal} signal */
  async function get(options, signal) {
    const given = /** @type {PublicKeyCredential} */ (await navigator.credentials.get({
      signal,
      publicKey: {
        challenge: bytesOf(options["challenge"]), rpId: options["rp_id"], userVerification: "required", timeout: patienceMs,
      },
    }));
    const answer = /** @type {AuthenticatorAssertionResponse} */ (given.response);
    return {
      "outcome": "got", "id": given.id, "clientDataJSON": textOf(answer.clientDataJSON),
      "authenticatorData": textOf(answer.authenticatorData), "signature": textOf(answer.signature),
      "userHandle": textOf(answer.userHandle),
    };
  }

  /** @param {any} options as the server has them @param {AbortSignal} signal */
  async function make(options, signal) {
    const made = /** @type {PublicKeyCredential} */ (await navigator.credentials.create({
      signal,
      publicKey: {
        challenge: bytesOf(options["challenge"]), rp: { id: options["rp_id"], name: options["rp_name"] },
        user: { id: bytesOf(options["user_handle"]), name: options["user_name"], displayName: options["display_name"] },
        pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: options["exclude"].map((/** @type {string} */ id) => ({ type: "public-key", id: bytesOf(id) })),
        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
        attestation: "none", timeout: patienceMs,
      },
    }));
    const answer = /** @type {AuthenticatorAttestationResponse} */ (made.response);
    return {
      "outcome": "made", "clientDataJSON": textOf(answer.clientDataJSON),
      "attestationObject": textOf(answer.attestationObject), "transports": answer.getTransports?.() ?? [],
    };
  }

  /** Why there is none, as the browser's error names it (WebAuthn 5.1.3, 5.1.4). @type {Record<string, string>} */
  const outcomes = {
    "NotAllowedError": "unused", "AbortError": "unused", "InvalidStateError": "known", "SecurityError": "address",
    "NotSupportedError": "impossible", "ConstraintError": "impossible",
  };

  /** @param {(options: any, signal: AbortSignal) => Promise<Partial<typeof nothing>>} question @param {any} options */
  async function ask(question, options) {
    current.abort();
    const own = current = new AbortController();
    const told = await question(options, own.signal).catch((problem) =>
      ({ "outcome": outcomes[problem instanceof Error ? problem.name : ""] ?? "failed" }));
    if (own === current) tell(told);  // else nobody waits for it any more
  }

  return {
    start: () => tell({}),

    /** @param {string} text JSON: what is wanted, by its name */
    hear(text) {
      const wish = JSON.parse(text);
      if (wish["get"]) void ask(get, wish["get"]);
      if (wish["make"]) void ask(make, wish["make"]);
    },
  };
})();
