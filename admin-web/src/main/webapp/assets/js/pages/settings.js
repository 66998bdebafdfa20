import {get} from '../api.js';
import {byId, h, setText} from '../dom.js';
import {begin, fail, filterInAddress, putFilter} from '../page.js';
import {count} from '../table.js';
import {t} from '../texts.js';

begin('nav.settings');
const body = h('tbody');
const nothing = h('p', {class: 'empty', hidden: true}, t('settings.empty'));
const text = h('input', {id: 'text', type: 'search', value: filterInAddress().text ?? '', autocomplete: 'off',
  oninput: () => show()});
let settings = [];

function show() {
  const part = text.value.trim().toLowerCase();
  putFilter({text: part});
  const found = settings.filter(each => `${each.name} ${each.meaning ?? ''}`.toLowerCase().includes(part));
  body.replaceChildren(...found.map(each => h('tr', {},
      h('td', {class: 'id'}, each.name),
      h('td', {class: 'id'}, each.value),
      h('td', {}, each.source),
      h('td', {class: 'wide'}, `${each.meaning ?? ''}${each.range ? ` (${each.range})` : ''}`))));
  nothing.hidden = found.length > 0;
  setText(byId('count'), count(found.length));
}

document.querySelector('main').append(h('p', {}, t('settings.how')),
    h('form', {class: 'filter', role: 'search', onsubmit: event => event.preventDefault()},
        h('label', {for: 'text'}, t('settings.filter'), text)),
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('nav.settings')},
        h('table', {}, h('thead', {}, h('tr', {}, ['settings.name', 'settings.value', 'settings.source',
          'settings.meaning'].map(name => h('th', {scope: 'col'}, t(name))))), body)), nothing);
get('settings').then(page => {
  settings = page.items;
  show();
}).catch(fail);
