import {get, post} from '../api.js';
import {h, setText} from '../dom.js';
import {number, time} from '../format.js';
import {ask, begin, fail, filterInAddress, mayOperate, repeat, say} from '../page.js';
import {ListTable} from '../table.js';
import {t} from '../texts.js';

const REFRESH_MILLIS = 3000;
const {name} = filterInAddress();
begin('nav.topics', name ?? t('nav.topics'));
const main = document.querySelector('main');
const resource = `topics/${encodeURIComponent(name ?? '')}`;
const facts = h('p');
const body = h('tbody');
const partition = h('select', {id: 'partition'});
const place = h('select', {id: 'place', onchange: () => showFields()},
    ['latest', 'earliest', 'offset', 'time'].map(where => h('option', {value: where}, t(`seek.${where}`))));
const offset = h('input', {id: 'offset', type: 'number', min: '0', step: '1', value: '0'});
const instant = h('input', {id: 'instant', type: 'datetime-local', step: '1'});
const offsetField = h('label', {for: 'offset', hidden: true}, t('seek.offsetValue'), offset);
const instantField = h('label', {for: 'instant', hidden: true}, t('seek.timeValue'), instant);

const content = part => {
  if (!part) {
    return '–';
  }
  const shown = part.text ?? t('topic.base64', {value: part.base64});
  return part.bytes > 4096 ? t('topic.cut', {value: shown, bytes: number(part.bytes)}) : shown;
};

const messages = new ListTable({
  label: t('topic.browse'),
  columns: [
    {text: 'topic.offset', class: 'number', cell: message => message.offset},
    {text: 'topic.time', cell: message => time(message.timestamp)},
    {text: 'topic.key', class: 'id', cell: message => content(message.key)},
    {text: 'topic.value', class: 'wide id', cell: message => content(message.value)},
    {text: 'topic.headers', cell: message =>
      message.headers.map(header => `${header.name}: ${content(header.value)}`).join('; ')},
  ],
  key: message => message.offset,
  empty: () => t('topic.noMessages'),
});

function showFields() {
  offsetField.hidden = place.value !== 'offset';
  instantField.hidden = place.value !== 'time';
}

function browse() {
  const where = {
    latest: {from: 'latest'}, earliest: {from: 'earliest'}, offset: {offset: offset.value},
    time: {timestamp: instant.value ? new Date(instant.value).toISOString() : ''},
  }[place.value];
  return messages.open(`${resource}/partitions/${partition.value || 0}/messages`, {...where, limit: 50});
}

async function refresh() {
  const topic = await get(resource);
  setText(facts, t('topic.facts', {
    records: number(topic.records), readers: number(topic.readers), writers: number(topic.writers),
  }));
  while (body.childElementCount < topic.ranges.length) {
    body.append(h('tr', {}, h('td', {class: 'number'}), h('td', {class: 'number'}), h('td', {class: 'number'})));
    partition.append(h('option', {value: String(partition.options.length)}, String(partition.options.length)));
  }
  topic.ranges.forEach((range, index) => [range.partition, range.earliest, range.latest]
      .forEach((value, column) => setText(body.rows[index].cells[column], number(value))));
}

function produceForm() {
  const target = h('select', {id: 'target'}, h('option', {value: ''}, t('topic.anyPartition')));
  const key = h('input', {id: 'key', autocomplete: 'off'});
  const value = h('textarea', {id: 'value', rows: '3', required: true});
  const form = h('form', {class: 'filter', onsubmit: async event => {
    event.preventDefault();
    if (!await ask(t('ask.produce', {what: name}), t('topic.write').replace(' …', ''))) {
      return;
    }
    try {
      const written = await post(`${resource}/messages`, {
        value: value.value, ...(key.value && {key: key.value}), ...(target.value && {partition: Number(target.value)}),
      });
      say(t('topic.written', written));
      await refresh();
    } catch (problem) {
      fail(problem);
    }
  }}, h('label', {for: 'target'}, t('topic.partition'), target), h('label', {for: 'key'}, t('topic.key'), key),
  h('label', {for: 'value'}, t('topic.value'), value), h('button', {type: 'submit'}, t('topic.write')));
  target.addEventListener('focus', () => {
    while (target.options.length <= partition.options.length) {
      const number = String(target.options.length - 1);
      target.append(h('option', {value: number}, number));
    }
  });
  return h('section', {}, h('h2', {}, t('topic.produce')), form);
}

const back = h('p', {}, h('a', {href: '/topics.html'}, t('topic.back')));
if (!name) {
  main.append(h('p', {class: 'empty'}, t('topic.missing')), back);
} else {
  main.append(back, facts,
      h('div', {class: 'scroll narrow', tabindex: '0', role: 'region', 'aria-label': t('topics.partitions')},
          h('table', {}, h('thead', {}, h('tr', {}, ['topic.partition', 'topic.earliest', 'topic.latest']
              .map(text => h('th', {scope: 'col', class: 'number'}, t(text))))), body)),
      h('h2', {}, t('topic.browse')),
      h('form', {class: 'filter', onsubmit: event => {
        event.preventDefault();
        browse();
      }}, h('label', {for: 'partition'}, t('topic.partition'), partition),
      h('label', {for: 'place'}, t('topic.from'), place), offsetField, instantField,
      h('button', {type: 'submit'}, t('topic.show'))),
      messages.element);
  if (await mayOperate() && !name.startsWith('__')) {
    main.append(produceForm());
  }
  repeat(REFRESH_MILLIS, refresh);
  browse();
}
