import {get, post} from '../api.js';
import {byId, h, setText} from '../dom.js';
import {bytes, bytesPerSecond, number} from '../format.js';
import {ask, begin, fail, mayOperate, say} from '../page.js';
import {ListTable, badge, count} from '../table.js';
import {t} from '../texts.js';

const REFRESH_MILLIS = 1000;
const MOST_SUGGESTED = 1000;
/** These need nothing but a renderer, and are undone by another. */
const SIMPLE = ['pause', 'resume', 'restart', 'stop'];

begin('nav.renderers');
const operates = await mayOperate();

const name = action => t(`renderers.${action}`).replace(' …', '');

async function give(renderer, command) {
  try {
    const [answer] = await post('commands', {...command, renderers: [renderer]});
    if (answer.code === 'NO_ERROR') {
      say(t('renderers.acknowledged', {renderer, action: name(command.action)}));
    } else {
      fail(new Error(`${answer.code}: ${answer.message}`));
    }
  } catch (problem) {
    fail(problem);
  }
  await table.refresh();
}

async function play(renderer) {
  const files = await get('library/files', {limit: MOST_SUGGESTED}).catch(() => ({items: []}));
  const item = h('input', {id: 'item', list: 'items', required: true, autocomplete: 'off', spellcheck: 'false'});
  const chosen = await ask(t('ask.play', {renderer}), name('play'), {
    element: h('div', {class: 'fields'}, h('label', {for: 'item'}, t('renderers.whichItem'), item),
        h('datalist', {id: 'items'}, files.items.map(file => h('option', {value: file.item})))),
    value: () => ({item: item.value}),
  });
  if (chosen) {
    await give(renderer, {action: 'play', ...chosen});
  }
}

async function seek(renderer) {
  const place = h('input', {id: 'place', type: 'number', min: '0', step: '1', value: '0', required: true});
  const chosen = await ask(t('ask.seekItem', {renderer}), name('seek'), {
    element: h('div', {class: 'fields'}, h('label', {for: 'place'}, t('renderers.whichPlace'), place)),
    value: () => ({position: Number(place.value)}),
  });
  if (chosen) {
    await give(renderer, {action: 'seek', ...chosen});
  }
}

function controls(renderer) {
  const button = (action, then) => h('button', {
    type: 'button', 'aria-label': t('renderers.label', {action: name(action), renderer}), onclick: then,
  }, t(`renderers.${action}`));
  return h('div', {class: 'controls'},
      button('play', () => play(renderer)),
      SIMPLE.map(action => button(action, () => give(renderer, {action}))),
      button('seek', () => seek(renderer)));
}

function state(renderer) {
  const here = renderer.presence === 'here';
  return h('span', {}, badge(here ? renderer.state : renderer.presence),
      here ? null : ` ${t('renderers.was', {state: renderer.state})}`, renderer.code ? ` ${renderer.code}` : null);
}

function position({item, position: at}) {
  if (!item) {
    return null;
  }
  return item.end === undefined ? number(at) : t('renderers.of', {position: number(at), end: number(item.end)});
}

function command(renderer) {
  const given = renderer.command;
  return given && t(given.acknowledged ? 'renderers.given' : 'renderers.notAcknowledged',
      {action: name(given.action), by: given.by});
}

const table = new ListTable({
  label: t('nav.renderers'),
  columns: [
    {text: 'renderers.name', cell: renderer => renderer.name},
    {text: 'renderers.state', title: renderer => renderer.message ?? '', cell: state},
    // Where they are seen without scrolling.
    ...operates ? [{text: 'renderers.control', once: true, cell: renderer => controls(renderer.name)}] : [],
    {text: 'renderers.item', class: 'wide', cell: renderer => renderer.item?.item},
    {text: 'renderers.position', class: 'number', cell: position},
    {text: 'renderers.ahead', class: 'number', cell: renderer => bytes(renderer.buffered)},
    {text: 'renderers.rate', class: 'number', cell: renderer => bytesPerSecond(renderer.rate)},
    {text: 'renderers.command', class: 'wide', cell: command},
    {text: 'renderers.kind', cell: renderer => renderer.kind},
    {text: 'renderers.gateway', cell: renderer => renderer.gateway},
  ],
  key: renderer => renderer.name,
  empty: () => t('renderers.empty'),
  onCount: total => setText(byId('count'), count(total)),
});

document.querySelector('main').append(
    h('p', {}, h('a', {href: '/renderer.html'}, t('renderers.thisBrowser'))), table.element);
table.open('renderers');
setInterval(() => document.hidden || table.refresh(), REFRESH_MILLIS);
