// The REST API, as everybody else uses it.
import {t} from './texts.js';

const HEADERS = {Accept: 'application/json', 'X-Requested-With': 'console'};
const BASE = '/api/v1/';

/** What the gateway refused, with its code and what to do. */
export class Problem extends Error {
  constructor(body, status) {
    super(body.detail ?? t('api.status', {status}));
    this.code = body.code ?? `HTTP_${status}`;
    this.status = status;
  }
}

/** Leads to the form; never comes back. */
export function signIn() {
  location.assign('/login.html');
  return new Promise(() => {});
}

/** The problem in the body of an answer, whoever gave it. */
export function refusal(text, status) {
  try {
    return new Problem(JSON.parse(text), status);
  } catch {
    return new Problem({}, status);
  }
}

async function send(path, options) {
  let answer;
  try {
    answer = await fetch(path.startsWith('/') ? path : BASE + path, {redirect: 'manual', ...options});
  } catch {
    throw new Problem({code: 'NO_ANSWER', detail: t('api.noAnswer')}, 0);
  }
  if (answer.status === 401 || answer.type === 'opaqueredirect') {
    return signIn();
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Problem(body, answer.status);
  }
  return body;
}

/** A resource; parameters that are empty are left out. */
export function get(resource, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== '' && value != null));
  return send(resource + (query.size > 0 ? `?${query}` : ''), {headers: HEADERS});
}

/** Asks for something to be done, if the state is still that of the tag. */
export function post(resource, body = {}, tag = null) {
  const headers = {...HEADERS, 'Content-Type': 'application/json'};
  if (tag) {
    headers['If-Match'] = `"${tag}"`;
  }
  return send(resource, {method: 'POST', headers, body: JSON.stringify(body)});
}

/** Removes a resource, or what the parameters name. */
export function remove(resource, parameters = {}) {
  const query = new URLSearchParams(parameters);
  return send(resource + (query.size > 0 ? `?${query}` : ''), {method: 'DELETE', headers: HEADERS});
}
