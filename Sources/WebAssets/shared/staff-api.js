/** The server's refusal of an HTTP request, or its silence: `code` is 0 and `name` `network` then. */
export class ApiError extends Error {
  constructor({ code = 0, name = "network", message, advice = "retry", retry_after_ms: retryAfterMs = null }, problems = []) {
    super(message ?? name);
    Object.assign(this, { code, name, advice, retryAfterMs, problems });
  }
}

/** Dispatches `ended` when the server no longer knows the session. */
export const staffSession = new EventTarget();

/**
 * Asks the HTTP API; `path` starts behind `/api/v1`.
 * @returns {Promise<object>} the answer; rejects with `ApiError`
 */
export async function api(method, path, body) {
  let response;
  let answer;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    answer = await response.json();
  } catch {
    // A proxy's HTML page instead of JSON comes here, too.
    throw new ApiError({});
  }
  if (response.ok) return answer;
  const error = new ApiError(answer.error ?? {}, answer.problems ?? answer.error?.problems ?? []);
  if (error.code === 200) staffSession.dispatchEvent(new CustomEvent("ended"));
  throw error;
}
