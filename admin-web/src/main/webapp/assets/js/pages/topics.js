import {byId, h, setText} from '../dom.js';
import {filterForm} from '../filter.js';
import {number} from '../format.js';
import {begin} from '../page.js';
import {ListTable, count} from '../table.js';
import {t} from '../texts.js';

const REFRESH_MILLIS = 10000;

begin('nav.topics');
const filter = filterForm([
  {name: 'name', text: 'topics.name', hint: 'filter.part'},
  {name: 'internal', text: 'topics.internal', options: [['false', 'topics.others'], ['true', 'topics.own']]},
], parameters => table.open('topics', without(parameters)));

const without = ({sort, ...parameters}) => parameters;

const table = new ListTable({
  label: t('nav.topics'),
  columns: [
    {text: 'topics.name', once: true, cell: topic =>
      h('a', {href: `/topic.html?name=${encodeURIComponent(topic.name)}`}, topic.name)},
    {text: 'topics.partitions', class: 'number', cell: topic => number(topic.partitions)},
    {text: 'topics.leaderless', cell: topic => topic.leaderless.join(', ') || t('topics.none')},
    {text: 'topics.internal', cell: topic => t(topic.internal ? 'topics.own' : 'topics.others')},
  ],
  key: topic => topic.name,
  empty: () => t('topics.empty'),
  onCount: total => setText(byId('count'), count(total)),
});

document.querySelector('main').append(filter.element, table.element);
table.open('topics', without(filter.present()));
setInterval(() => document.hidden || table.refresh(), REFRESH_MILLIS);
