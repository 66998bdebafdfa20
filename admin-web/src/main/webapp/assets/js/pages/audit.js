import {h} from '../dom.js';
import {filterForm} from '../filter.js';
import {time} from '../format.js';
import {begin} from '../page.js';
import {ListTable} from '../table.js';
import {t} from '../texts.js';

const REFRESH_MILLIS = 10000;
const PRODUCE = 'produce';
/** Of sessions, renderers, files, topics and addresses. */
const ACTIONS = ['pause', 'resume', 'restart', 'seek', 'disconnect', 'end', 'trace', 'play', 'stop', 'upload', 'remove',
  PRODUCE, 'ban', 'unban'];
const SESSION = /^[0-9a-f]{32}$/;

begin('nav.audit');
const without = ({sort, ...parameters}) => parameters;
const filter = filterForm([
  {name: 'target', text: 'audit.target', hint: 'audit.whole'},
  {name: 'user', text: 'audit.user'},
  {name: 'action', text: 'audit.action', options: ACTIONS},
], parameters => table.open('audit', without(parameters)));

const target = entry => {
  if (SESSION.test(entry.target)) {
    return h('a', {href: `/session.html?id=${entry.target}`, title: entry.target}, entry.target.slice(0, 8), '…');
  }
  return entry.action === PRODUCE && entry.target !== ''
    ? h('a', {href: `/topic.html?name=${encodeURIComponent(entry.target)}`}, entry.target)
    : entry.target;
};

const table = new ListTable({
  label: t('nav.audit'),
  columns: [
    {text: 'audit.time', cell: entry => time(entry.at)},
    {text: 'audit.user', cell: entry => entry.user},
    {text: 'audit.address', class: 'id', cell: entry => entry.address},
    {text: 'audit.action', cell: entry => entry.action},
    {text: 'audit.target', class: 'id', once: true, cell: target},
    {text: 'audit.detail', cell: entry => entry.detail},
    {text: 'audit.outcome', state: true, cell: entry => entry.outcome},
    {text: 'audit.gateway', cell: entry => entry.gateway},
  ],
  key: entry => `${entry.at} ${entry.user} ${entry.action} ${entry.target} ${entry.detail}`,
  empty: () => t('audit.empty'),
});
document.querySelector('main').append(filter.element, table.element);
table.open('audit', without(filter.present()));
setInterval(() => document.hidden || table.refresh(), REFRESH_MILLIS);
