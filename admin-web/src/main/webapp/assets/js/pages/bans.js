import {lift} from '../bans.js';
import {byId, h, setText} from '../dom.js';
import {time} from '../format.js';
import {begin, may} from '../page.js';
import {ListTable, count} from '../table.js';
import {t} from '../texts.js';

const REFRESH_MILLIS = 5000;

begin('nav.bans');
const administers = await may('administrator');

const lifting = ban => h('button', {type: 'button', 'aria-label': t('bans.liftOf', {address: ban.address}),
  onclick: async () => await lift(ban) && table.reload()}, t('bans.lift'));

const table = new ListTable({
  label: t('nav.bans'),
  columns: [
    {text: 'bans.address', class: 'id', once: true, cell: ban => ban.address},
    {text: 'bans.until', once: true, cell: ban => time(ban.until)},
    {text: 'bans.by', once: true, cell: ban => ban.by},
    {text: 'bans.reason', class: 'wide', once: true, cell: ban => ban.reason},
    {text: 'bans.at', once: true, cell: ban => time(ban.at)},
    ...(administers ? [{text: 'bans.actions', once: true, cell: lifting}] : []),
  ],
  key: ban => `${ban.address} ${ban.at}`,
  empty: () => t(administers ? 'bans.empty' : 'bans.emptyOthers'),
  onCount: total => setText(byId('count'), count(total)),
});
document.querySelector('main').append(h('p', {}, t('bans.what')), table.element);
table.open('bans');
setInterval(() => document.hidden || table.refresh(), REFRESH_MILLIS);
