import {OF_ONE_SESSION, OF_STREAMS, buttons, perform} from '../actions.js';
import {get} from '../api.js';
import {banClientOf} from '../bans.js';
import {chart, levels, rates} from '../chart.js';
import {h, setText} from '../dom.js';
import {age, bytes, bytesPerSecond, millis, number, perSecond, span, time} from '../format.js';
import {begin, failAndRetry, filterInAddress, may, mayOperate, repeat} from '../page.js';
import {badge} from '../table.js';
import {t} from '../texts.js';
import {done, happened} from '../timeline.js';

const REFRESH_MILLIS = 1000;
const KEPT = 300;
const GONE = 404;
const EVENTS = 100;
const HISTORY_MILLIS = 5000;

const {id} = filterInAddress();
begin('nav.sessions', t('session.title'));
const main = document.querySelector('main');
const resource = `sessions/${encodeURIComponent(id ?? '')}`;
const samples = [];
const state = h('span');
const traceLink = h('a', {href: `/api/v1/${resource}/trace`, download: `${id}.sqlog`, hidden: true}, t('session.trace'));
let tag = null;

const fact = text => {
  const value = h('dd', {}, '–');
  return {element: h('div', {}, h('dt', {}, t(text)), value), show: shown => setText(value, shown ?? '–')};
};
const factsOf = (...texts) => Object.fromEntries(texts.map(text => [text.split('.')[1], fact(text)]));
const facts = factsOf('session.since', 'session.client', 'session.address', 'session.created', 'session.deadline',
    'session.epoch', 'session.gateway');
const wire = factsOf('session.rtt', 'session.minimumRtt', 'session.window', 'session.inFlight', 'session.loss',
    'session.probes', 'session.datagram', 'session.silent');

/** [text, format, names of the lines, points of the samples] */
const CHARTS = [
  ['session.records', perSecond, [], all => rates(all, 'carried')],
  ['session.lag', number, [], all => levels(all, each => each.lag)],
  ['session.bytes', bytesPerSecond, ['session.sent', 'session.received'], all => rates(all, 'bytesSent', 'bytesReceived')],
  ['session.rtt', millis, ['session.smoothed', 'session.minimum'],
    all => levels(all, each => each.rtt, each => each.minimumRtt)],
  ['session.losses', perSecond, [], all => rates(all, 'packetsLost')],
  ['session.flight', bytes, ['session.inFlight', 'session.window'],
    all => levels(all, each => each.inFlight, each => each.window)],
].map(([text, format, names, points]) => ({element: chart(text, format, names), points}));

const noConnection = h('p', {class: 'empty', hidden: true}, t('session.noConnection'));
const connection = h('dl', {class: 'facts'}, Object.values(wire).map(each => each.element));
const noStreams = h('p', {class: 'empty', hidden: true}, t('session.noStreams'));
const body = h('tbody');
const rows = new Map();
const history = h('event-line');

const short = session => session.slice(0, 8);

async function act(action, stream = null) {
  const what = stream === null ? t('what.session', {id: short(id)}) : t('what.stream', {stream, id: short(id)});
  const target = stream === null ? resource : `${resource}/streams/${stream}`;
  // People are asked about what they see: as it is now, not as it was up to a second ago.
  await refresh().catch(() => {});
  if (await perform(action, what, [{resource: target, tag}]) && action === 'trace') {
    traceLink.hidden = false;
  }
  // What is refused here is told by the next turn of the page's own.
  await refresh().catch(() => {});
  await showHistory().catch(failAndRetry);
}

async function ban() {
  await banClientOf(resource);
  await refresh().catch(() => {});
  await showHistory().catch(failAndRetry);
}

/** What the gateway saw and what operators did, in one line of time. */
async function showHistory() {
  const [seen, audit] = await Promise.all([
    get('session-events', {session: id, limit: EVENTS}), get('audit', {target: id, limit: EVENTS})]);
  history.show([...seen.items.map(event => happened(event)), ...audit.items.map(done)], t('session.noHistory'));
}

function showConnection(now) {
  noConnection.hidden = now !== null;
  connection.hidden = now === null;
  if (now) {
    wire.rtt.show(millis(now.rttMillis));
    wire.minimumRtt.show(millis(now.minimumRttMillis));
    wire.window.show(bytes(now.congestionWindow));
    wire.inFlight.show(bytes(now.bytesInFlight));
    wire.loss.show(t('session.lossOf', {
      lost: number(now.packetsLost), sent: number(now.packetsSent), percent: now.lossPercent.toFixed(2),
    }));
    wire.probes.show(number(now.probeTimeouts));
    wire.datagram.show(bytes(now.datagramBytes));
    wire.silent.show(t('ago', {time: now.silentMillis < REFRESH_MILLIS ? millis(now.silentMillis) : span(now.silentMillis)}));
  }
}

function streamRow(stream, operates) {
  const cells = Array.from({length: 7}, (_, index) => h('td', {class: index === 3 || index === 4 ? 'number' : null}));
  const row = h('tr', {}, h('td', {class: 'number'}, String(stream.id)), cells);
  const offered = OF_STREAMS[stream.kind];
  if (operates && offered) {
    cells[6].append(h('span', {class: 'buttons', role: 'group', 'aria-label': t('session.ofStream', {stream: stream.id})},
        buttons(offered, action => act(action, stream.id))));
  }
  body.append(row);
  return {row, cells};
}

function showStreams(streams, operates) {
  noStreams.hidden = streams.length > 0;
  const present = new Set(streams.map(stream => stream.id));
  rows.forEach((known, stream) => {
    if (!present.has(stream)) {
      known.row.remove();
      rows.delete(stream);
    }
  });
  for (const stream of streams) {
    if (!rows.has(stream.id)) {
      rows.set(stream.id, streamRow(stream, operates));
    }
    [stream.kind, stream.topic, stream.position, number(stream.delivered), number(stream.lag), stream.state]
        .forEach((text, index) => setText(rows.get(stream.id).cells[index], text || '–'));
  }
}

const operates = await mayOperate();
const administers = await may('administrator');

function sample(details) {
  const now = details.connection ?? {};
  return {
    at: Date.now(), rtt: now.rttMillis ?? 0, minimumRtt: now.minimumRttMillis ?? 0, bytesSent: now.bytesSent ?? 0,
    bytesReceived: now.bytesReceived ?? 0, packetsLost: now.packetsLost ?? 0, inFlight: now.bytesInFlight ?? 0,
    window: now.congestionWindow ?? 0,
    carried: details.session.streams.reduce((sum, stream) => sum + stream.delivered, 0),
    lag: details.session.streams.reduce((sum, stream) => sum + stream.lag, 0),
  };
}

async function refresh() {
  const details = await get(resource);
  tag = details.tag;
  const session = details.session;
  if (state.textContent !== session.state) {
    state.replaceChildren(badge(session.state));
  }
  facts.since.show(t('ago', {time: age(session.changedAt)}));
  facts.client.show(session.clientName);
  facts.address.show(session.remoteAddress);
  facts.created.show(time(session.createdAt));
  facts.deadline.show(time(session.detachDeadline));
  facts.epoch.show(number(session.epoch));
  facts.gateway.show(session.gatewayId);
  showConnection(details.connection ?? null);
  showStreams(session.streams, operates);
  // A rate over a few milliseconds would be a spike that never was.
  if (samples.length === 0 || Date.now() - samples.at(-1).at >= REFRESH_MILLIS / 2) {
    samples.push(sample(details));
    samples.splice(0, Math.max(0, samples.length - KEPT));
  }
  CHARTS.forEach(each => each.element.show(each.points(samples)));
}

const gone = h('p', {class: 'empty', role: 'status', hidden: true}, t('session.gone'));
const shown = h('div', {},
    operates ? h('div', {class: 'buttons', role: 'group', 'aria-label': t('session.actions')},
        buttons(OF_ONE_SESSION, action => act(action)), administers ? buttons(['ban'], ban) : null, traceLink) : null,
    h('dl', {class: 'facts'}, Object.values(facts).map(each => each.element)),
    h('h2', {}, t('session.streams')), noStreams,
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('session.streams')},
        h('table', {}, h('thead', {}, h('tr', {}, ['#', t('sessions.kind'), t('sessions.topic'), t('session.position'),
          t('session.carried'), t('sessions.lag'), t('session.does'), t('session.actions')].map((text, index) =>
          h('th', {scope: 'col', class: [0, 4, 5].includes(index) ? 'number' : null}, text)))), body)),
    h('div', {class: 'charts'}, CHARTS.map(each => each.element)),
    h('h2', {}, t('session.connection')), noConnection, connection);

const back = h('p', {class: 'back'}, h('a', {href: '/sessions.html'}, t('session.back')));
if (!id) {
  main.append(back, h('p', {class: 'empty'}, t('session.missing')));
} else {
  main.querySelector('h1').append(state);
  main.append(back, h('p', {class: 'id'}, id), gone, shown, h('h2', {}, t('session.history')), history);
  repeat(HISTORY_MILLIS, showHistory);
  repeat(REFRESH_MILLIS, () => refresh().catch(problem => {
    if (problem.status !== GONE) {
      throw problem;
    }
    shown.hidden = true;
    gone.hidden = false;
    state.replaceChildren();
    return false;
  }));
}
