// The sessions page: one page of the API, asked for again every two seconds while it is looked at.
const PAGE_SIZE = 100;
const REFRESH_MILLIS = 2000;
const HEADERS = {Accept: 'application/json', 'X-Requested-With': 'console'};

const element = id => document.getElementById(id);
const rows = document.querySelector('#sessions tbody');
let after = null;
let next = null;
let timer = 0;

async function ask(path) {
  const answer = await fetch(path, {headers: HEADERS, redirect: 'manual'});
  if (answer.status === 401 || answer.type === 'opaqueredirect') {
    location.assign('/login.html');
    return new Promise(() => {});
  }
  if (!answer.ok) {
    throw new Error(`The gateway answered ${answer.status} to ${path}.`);
  }
  return answer.json();
}

function cell(text, className) {
  const td = document.createElement('td');
  td.textContent = text ?? '–';
  if (className) {
    td.className = className;
  }
  return td;
}

function streams(session) {
  return session.streams
      .map(s => `${s.kind} ${s.topic} at ${s.position} (${s.delivered.toLocaleString()}`
          + `${s.lag > 0 ? `, ${s.lag.toLocaleString()} behind` : ''}${s.state ? `, ${s.state}` : ''})`)
      .join('; ') || null;
}

function time(instant) {
  return instant ? new Date(instant).toLocaleString() : null;
}

function row(session) {
  const tr = document.createElement('tr');
  tr.append(
      cell(session.id, 'id'), cell(session.state, `state ${session.state.toLowerCase()}`), cell(session.clientName),
      cell(session.remoteAddress), cell(session.epoch, 'number'), cell(streams(session)), cell(time(session.createdAt)),
      cell(time(session.detachDeadline)), cell(session.gatewayId));
  return tr;
}

function show(page) {
  next = page.next ?? null;
  rows.replaceChildren(...page.items.map(row));
  element('count').textContent = page.total.toLocaleString();
  element('empty').hidden = page.total > 0;
  element('first').disabled = after === null;
  element('next').disabled = next === null;
}

async function refresh() {
  clearTimeout(timer);
  try {
    show(await ask(after ?? `/api/v1/sessions?limit=${PAGE_SIZE}`));
    element('problem').hidden = true;
  } catch (problem) {
    element('problem').textContent = `${problem.message} Trying again.`;
    element('problem').hidden = false;
  }
  if (!document.hidden) {
    timer = setTimeout(refresh, REFRESH_MILLIS);
  }
}

function turnTo(id) {
  after = id;
  refresh();
}

element('first').addEventListener('click', () => turnTo(null));
element('next').addEventListener('click', () => turnTo(next));
document.addEventListener('visibilitychange', refresh);

refresh();
ask('/api/v1/me').then(me => {
  element('who').textContent = `${me.name} (${me.roles.at(-1)})`;
}).catch(() => {
  element('who').textContent = '';
});
