import {OF_SESSIONS, buttons, perform} from '../actions.js';
import {byId, h, setText} from '../dom.js';
import {filterForm} from '../filter.js';
import {age, number, time} from '../format.js';
import {begin, mayOperate} from '../page.js';
import {ListTable, count} from '../table.js';
import {t} from '../texts.js';

const REFRESH_MILLIS = 3000;
const KINDS = ['delivery', 'ingest', 'sequence', 'library', 'renderer', 'controller', 'points'];
const AGES = [['PT1M', 'sessions.minute'], ['PT10M', 'sessions.tenMinutes'], ['PT1H', 'sessions.hour'],
  ['P1D', 'sessions.day'], ['P7D', 'sessions.week']];
const NAMED_AT_MOST = 3;

begin('nav.sessions');
const main = document.querySelector('main');
const selected = new Set();
const operates = await mayOperate();

const filter = filterForm([
  {name: 'id', text: 'sessions.id', hint: 'sessions.idHint'},
  {name: 'state', text: 'sessions.state', options: ['ACTIVE', 'DETACHED', 'EXPIRED']},
  {name: 'client', text: 'sessions.client', hint: 'filter.part'},
  {name: 'address', text: 'sessions.address', hint: 'filter.part'},
  {name: 'topic', text: 'sessions.topic'},
  {name: 'kind', text: 'sessions.kind', options: KINDS},
  {name: 'minLag', text: 'sessions.minLag', hint: 'sessions.atLeast'},
  {name: 'minLoss', text: 'sessions.minLoss', hint: 'sessions.atLeast'},
  {name: 'youngerThan', text: 'sessions.youngerThan', options: AGES},
  {name: 'olderThan', text: 'sessions.olderThan', options: AGES},
], parameters => {
  // What is no longer seen is not acted upon.
  choose([]);
  table.open('sessions', parameters);
});

const lag = session => session.streams.reduce((sum, stream) => sum + stream.lag, 0);
const streams = session => session.streams
    .map(stream => [stream.kind, stream.topic, stream.state && `(${stream.state})`].filter(part => part).join(' '))
    .join('; ');
const short = id => id.slice(0, 8);

const all = h('input', {type: 'checkbox', 'aria-label': t('sessions.selectAll'), onchange: event =>
  choose(event.target.checked ? table.items.map(item => item.id) : [])});

const columns = [
  {text: 'sessions.id', sort: 'id', class: 'id', once: true, cell: session =>
    h('a', {href: `/session.html?id=${session.id}`, title: session.id}, short(session.id), '…')},
  {text: 'sessions.state', sort: 'state', state: true, cell: session => session.state},
  {text: 'sessions.client', sort: 'client', cell: session => session.clientName},
  {text: 'sessions.address', class: 'id', cell: session => session.remoteAddress},
  {text: 'sessions.streams', class: 'wide', cell: streams},
  {text: 'sessions.lag', class: 'number', cell: session => number(lag(session))},
  {text: 'sessions.age', sort: 'created', class: 'number', cell: session => age(session.createdAt),
    title: session => time(session.createdAt)},
  {text: 'sessions.since', sort: 'changed', class: 'number', cell: session => age(session.changedAt),
    title: session => time(session.changedAt)},
  {text: 'sessions.gateway', cell: session => session.gatewayId},
];
if (operates) {
  columns.unshift({text: '', class: 'check', head: all, once: true, cell: session => h('input', {
    type: 'checkbox', value: session.id, 'aria-label': t('sessions.select', {id: short(session.id)}),
    checked: selected.has(session.id), onchange: event => {
      event.target.checked ? selected.add(session.id) : selected.delete(session.id);
      showChosen();
    },
  })});
}

const table = new ListTable({
  label: t('nav.sessions'),
  columns,
  key: session => session.id,
  empty: () => filter.isEmpty() ? t('sessions.empty') : t('sessions.emptyFiltered'),
  onCount: total => setText(byId('count'), count(total)),
  onSort: field => filter.sortBy(field),
});

const chosen = h('span', {role: 'status'});
const bulk = h('div', {class: 'bulk', role: 'group', 'aria-label': t('sessions.bulk')}, buttons(OF_SESSIONS, act), chosen);

function choose(ids) {
  selected.clear();
  ids.forEach(id => selected.add(id));
  main.querySelectorAll('tbody input[type=checkbox]').forEach(box => box.checked = selected.has(box.value));
  showChosen();
}

function showChosen() {
  bulk.querySelectorAll('button').forEach(button => button.disabled = selected.size === 0);
  all.checked = selected.size > 0 && selected.size === table.items.length;
  setText(chosen, selected.size === 0 ? t('sessions.selectFirst') : t('sessions.selected', {count: number(selected.size)}));
}

async function act(action) {
  const ids = [...selected];
  const what = ids.length <= NAMED_AT_MOST
    ? t(ids.length === 1 ? 'what.session' : 'what.sessions', {id: ids.map(short).join(', ')})
    : t('what.manySessions', {count: number(ids.length)});
  if (await perform(action, what, ids.map(id => ({resource: `sessions/${id}`})))) {
    choose([]);
    await table.reload();
  }
}

main.append(filter.element, operates ? bulk : '', table.element);
showChosen();
table.open('sessions', filter.present());
setInterval(() => document.hidden || table.refresh(), REFRESH_MILLIS);
