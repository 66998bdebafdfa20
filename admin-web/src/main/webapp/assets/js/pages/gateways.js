import {byId, h, setText} from '../dom.js';
import {number, span} from '../format.js';
import {begin} from '../page.js';
import {ListTable, count} from '../table.js';
import {t} from '../texts.js';

const REFRESH_MILLIS = 2000;
const HEARD_NOW_MILLIS = 2000;

begin('nav.gateways');
const alone = h('p', {class: 'empty', hidden: true}, t('gateways.alone'));

/** 0, 1, 2, 5 as 0–2, 5. */
function ranges(shards) {
  const parts = [];
  for (const shard of [...shards].sort((one, other) => one - other)) {
    const part = parts.at(-1);
    if (part && part[1] === shard - 1) {
      part[1] = shard;
    } else {
      parts.push([shard, shard]);
    }
  }
  return parts.map(([from, to]) => from === to ? `${from}` : `${from}–${to}`).join(', ');
}

const table = new ListTable({
  label: t('nav.gateways'),
  columns: [
    {text: 'gateways.name', cell: gateway => gateway.self ? t('gateways.self', {name: gateway.name}) : gateway.name},
    {text: 'gateways.state', state: true, cell: gateway => gateway.state},
    {text: 'gateways.address', class: 'id', cell: gateway => `${gateway.host}:${gateway.port}`},
    {text: 'gateways.sessions', class: 'number', cell: gateway => number(gateway.sessions)},
    {text: 'gateways.count', class: 'number', cell: gateway => number(gateway.shards.length)},
    {text: 'gateways.shards', class: 'wide', cell: gateway => ranges(gateway.shards)},
    {text: 'gateways.heard', cell: gateway => gateway.self || gateway.silentMillis < HEARD_NOW_MILLIS
      ? t('gateways.now') : t('ago', {time: span(gateway.silentMillis)})},
  ],
  key: gateway => gateway.name,
  empty: () => '',
  onCount: total => {
    setText(byId('count'), count(total));
    alone.hidden = total !== 1;
  },
});
document.querySelector('main').append(table.element, alone);
table.open('gateways');
setInterval(() => document.hidden || table.refresh(), REFRESH_MILLIS);
