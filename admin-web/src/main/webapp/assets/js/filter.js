// A form whose fields are the filter of a list, kept in the address.
import {h} from './dom.js';
import {filterInAddress, putFilter} from './page.js';
import {t} from './texts.js';

const TYPING_MILLIS = 400;

/**
 * fields: [{name, text, options, hint}]; onChange is told the filter. Fields with options are choices, the others text;
 * an option is a value, or a value and the name of its text.
 */
export function filterForm(fields, onChange) {
  const now = filterInAddress();
  const inputs = fields.map(field => field.options
    ? h('select', {id: `filter-${field.name}`, name: field.name}, h('option', {value: ''}, t('filter.any')),
        field.options.map(option => [option].flat()).map(([value, text]) =>
          h('option', {value, selected: now[field.name] === value}, text ? t(text) : value)))
    : h('input', {id: `filter-${field.name}`, name: field.name, value: now[field.name] ?? '', type: 'search',
      autocomplete: 'off', spellcheck: 'false', placeholder: field.hint ? t(field.hint) : null}));
  const filter = () => Object.fromEntries(inputs.map(input => [input.name, input.value.trim()]));
  let sort = now.sort ?? '';
  let told = JSON.stringify(filter());
  let typing = 0;
  const tell = () => {
    clearTimeout(typing);
    told = JSON.stringify(filter());
    const all = {...filter(), ...(sort && {sort})};
    putFilter(all);
    onChange(all);
  };
  const tellIfOther = () => JSON.stringify(filter()) === told || tell();
  const element = h('form', {class: 'filter', role: 'search', 'aria-label': t('filter.label'), onsubmit: event => {
    event.preventDefault();
    tell();
  }}, fields.map((field, index) => h('label', {for: inputs[index].id}, t(field.text), inputs[index])),
  h('button', {type: 'button', onclick: () => {
    inputs.forEach(input => input.value = '');
    tell();
  }}, t('filter.clear')));
  element.addEventListener('change', tellIfOther);
  element.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(tellIfOther, TYPING_MILLIS);
  });
  return {
    element,
    present: () => ({...filter(), ...(sort && {sort})}),
    isEmpty: () => Object.values(filter()).every(value => value === ''),
    sortBy: field => {
      sort = sort === field ? `-${field}` : field;
      tell();
    },
  };
}
