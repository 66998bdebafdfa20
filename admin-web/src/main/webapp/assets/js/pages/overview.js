import {get} from '../api.js';
import {chart, levels, rates} from '../chart.js';
import {h, setText} from '../dom.js';
import {bytes, bytesPerSecond, decimal, millis, number, perSecond} from '../format.js';
import {begin, failAndRetry, repeat, succeed} from '../page.js';
import {t} from '../texts.js';
import {happened} from '../timeline.js';

const KEPT = 300;
const AGAIN_MILLIS = 3000;
const PERCENT = 100;
const EVENTS = 15;
const EVENTS_MILLIS = 3000;

begin('nav.overview');
const main = document.querySelector('main');
const state = h('p', {class: 'health', role: 'status'}, t('loading'));
const events = h('event-line');
const empty = h('p', {class: 'empty', hidden: true}, t('overview.none'));

const last = points => points.at(-1)?.values ?? [];

/** [text, what it says of all samples] */
const TILES = [
  ['overview.connected', all => number(all.at(-1).active)],
  ['overview.waiting', all => number(all.at(-1).detached)],
  ['overview.delivered', all => perSecond(last(rates(all, 'deliveredRecords'))[0] ?? 0)],
  ['overview.taken', all => perSecond(last(rates(all, 'ingestRecords'))[0] ?? 0)],
  ['overview.refused', all => number(all.at(-1).refused)],
  ['overview.shards', all => number(all.at(-1).shards)],
  ['overview.heapUsed', all => t('percent', {value: decimal(PERCENT * all.at(-1).heapBytes / all.at(-1).heapMaxBytes)})],
].map(([text, value]) => {
  const shown = h('dd', {}, '–');
  return {element: h('div', {}, h('dt', {}, t(text)), shown), show: all => setText(shown, value(all))};
});

/** [text, format, names of the lines, points of the samples] */
const CHARTS = [
  ['overview.sessions', number, ['overview.connected', 'overview.away'],
    all => levels(all, each => each.active, each => each.detached)],
  ['overview.records', perSecond, ['overview.toClients', 'overview.fromClients'],
    all => rates(all, 'deliveredRecords', 'ingestRecords')],
  ['overview.bytes', bytesPerSecond, ['overview.toClients', 'overview.fromClients'],
    all => rates(all, 'deliveredBytes', 'ingestBytes')],
  ['overview.latency', millis, ['overview.half', 'overview.most'],
    all => levels(all, each => each.deliveryP50Millis, each => each.deliveryP99Millis)],
  ['overview.commit', millis, ['overview.half', 'overview.most'],
    all => levels(all, each => each.transactionP50Millis, each => each.transactionP99Millis)],
  ['overview.changes', perSecond, ['overview.opened', 'overview.resumed'], all => rates(all, 'opened', 'resumed')],
  ['overview.losses', perSecond, ['overview.lapsed', 'overview.refusals'], all => rates(all, 'lapsed', 'refused')],
  ['overview.read', bytesPerSecond, [], all => rates(all, 'kafkaBytes')],
  ['overview.datagrams', perSecond, ['overview.received', 'overview.dropped'],
    all => rates(all, 'datagrams', 'datagramsDropped')],
  ['overview.heap', bytes, [], all => levels(all, each => each.heapBytes)],
].map(([text, format, names, points]) => ({element: chart(text, format, names), points}));

main.append(state, empty, h('dl', {class: 'facts tiles'}, TILES.map(each => each.element)),
    h('h2', {}, t('overview.history')), h('div', {class: 'charts'}, CHARTS.map(each => each.element)),
    h('h2', {}, t('overview.events')), events);

let samples = [];

repeat(EVENTS_MILLIS, async () => {
  const page = await get('session-events', {limit: EVENTS});
  events.show(page.items.map(event => happened(event, true)), t('overview.noEvents'));
});

function show() {
  const now = samples.at(-1);
  CHARTS.forEach(each => each.element.show(each.points(samples)));
  if (now) {
    TILES.forEach(each => each.show(samples));
    setText(state, t(now.kafkaUp ? 'overview.kafkaUp' : 'overview.kafkaDown'));
    state.classList.toggle('bad', !now.kafkaUp);
    empty.hidden = now.active + now.detached > 0;
  }
}

async function open() {
  try {
    const overview = await get('overview');
    samples = overview.history;
    show();
    if (!overview.ready) {
      setText(state, t('overview.starting', {what: overview.waitingFor}));
      state.classList.add('bad');
    }
    succeed();
    listen();
  } catch (problem) {
    failAndRetry(problem);
    setTimeout(open, AGAIN_MILLIS);
  }
}

function listen() {
  const events = new EventSource('/api/v1/events');
  events.addEventListener('overview', event => {
    samples = [...samples.slice(1 - KEPT), JSON.parse(event.data)];
    succeed();
    if (!document.hidden) {
      show();
    }
  });
  events.addEventListener('error', () => {
    // The gateway is away, or has as many listeners as it takes: what was missed is asked for.
    events.close();
    setTimeout(open, AGAIN_MILLIS);
  });
  addEventListener('pagehide', () => events.close(), {once: true});
}

open();
