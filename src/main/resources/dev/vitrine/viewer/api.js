// Talks to the agent. A session has two halves: a cookie that scripts cannot read, and a key that
// only this origin knows; both go with every request.

const STORE = "vitrine-key";

/** The page is not open: "used", "none" or "ended" says why. */
export class Closed extends Error {}

/** The agent's own words about what it cannot do. */
export class Refused extends Error {}

/** Nobody answers. */
export class Lost extends Error {}

function key() {
  return sessionStorage.getItem(STORE);
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", credentials: "same-origin", ...options });
  } catch {
    throw new Lost();
  }
  if (answer.status === 401) {
    sessionStorage.removeItem(STORE);
    throw new Closed("ended");
  }
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Refused(problem.error || `HTTP ${answer.status}`);
  }
  return answer;
}

/** Exchanges the token in the address, or goes on with the session of this tab. */
export async function open() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token) {
    history.replaceState(null, "", "/");
    try {
      const answer = await ask("/api/session", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token }),
      });
      sessionStorage.setItem(STORE, (await answer.json()).key);
    } catch (problem) {
      throw problem instanceof Closed ? new Closed("used") : problem;
    }
  }
  if (!key()) {
    throw new Closed("none");
  }
}

/** Reads JSON. */
export async function get(path, query = {}) {
  return (await read(path, query)).json();
}

/** Reads bytes. */
export async function bytes(path, query) {
  return (await read(path, query)).arrayBuffer();
}

/** Reads what is to be saved as a file. */
export async function file(path) {
  return (await read(path, {})).blob();
}

function read(path, query) {
  const values = Object.entries(query).filter(([, value]) => value != null);
  const search = new URLSearchParams(values).toString();
  return ask(search ? `${path}?${search}` : path, { headers: { "X-Vitrine-Key": key() || "" } });
}

/** Asks for something to be done. */
export async function post(path, body = {}) {
  const answer = await ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Vitrine-Key": key() || "" },
    body: JSON.stringify(body),
  });
  return answer.json();
}
