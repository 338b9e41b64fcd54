// Calls of the REST API with the session's cookie.

const TIMEOUT_MILLIS = 30000;

/** An answer that says what is wrong: RFC 9457 or the API's own body. */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? body.error ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.field = body.field ?? null;
    this.detail = body.detail ?? "";
    this.params = body.params ?? {};
    this.traceId = body.trace_id ?? null;
    this.retryAfter = retryAfter;
  }
}

/** No answer at all: the network or the server is away. */
export class Unreachable extends Error {}

let whenUnauthorized = null;

/**
 * @param {() => Promise<void>} renew called when the session has ended; the call is repeated once it
 *     is resolved
 */
export function onUnauthorized(renew) {
  whenUnauthorized = renew;
}

/** @returns {Promise<any>} the JSON of the answer, null where there is none */
export async function call(method, path, { body, idempotencyKey, signal, renew = true } = {}) {
  for (;;) {
    const response = await send(method, path, body, idempotencyKey, signal);
    if (response.status === 401 && renew && whenUnauthorized) {
      await whenUnauthorized();
      continue;
    }
    return read(response, signal);
  }
}

async function send(method, path, body, idempotencyKey, signal) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (idempotencyKey) headers["Idempotency-Key"] = idempotencyKey;
  const timeout = AbortSignal.timeout(TIMEOUT_MILLIS);
  const answer = fetch(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    credentials: "same-origin",
  });
  return arrival(answer, signal);
}

/** One that breaks off in the middle is no answer either. */
async function arrival(answer, signal) {
  try {
    return await answer;
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Unreachable("no answer", { cause: failure });
  }
}

async function read(response, signal) {
  const value = parse(response.status === 204 ? "" : await arrival(response.text(), signal));
  if (response.ok) return value;
  throw new Problem(response.status, value ?? {}, Number(response.headers.get("Retry-After")) || null);
}

function parse(text) {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** A path with those parameters that are there. */
export function withQuery(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** A key for `Idempotency-Key`; the browser's own where the page is not on a secure address. */
export function freshKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
