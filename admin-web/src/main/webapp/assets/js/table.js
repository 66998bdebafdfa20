// A table of a paged list: more rows come as one scrolls, live values change in place, and nothing moves under the mouse.
import {get} from './api.js';
import {h, setText} from './dom.js';
import {number} from './format.js';
import {fail, failAndRetry, succeed} from './page.js';
import {t} from './texts.js';

const PAGE = 100;
const MOST_REFRESHED = 1000;

/**
 * label: what the list is, for screen readers.
 * columns: [{text, cell: item => text or element, title: item => text, class, sort, once, state}]; once: never changes.
 * key: item => what tells it from others. empty: what to tell if there is nothing. onCount: told how many there are.
 */
export class ListTable {
  #columns;
  #key;
  #empty;
  #onCount;
  #onSort;
  #resource = '';
  #parameters = {};
  #rows = new Map();
  #order = [];
  #next = null;
  #busy = false;
  #generation = 0;
  #body = h('tbody');
  #more = h('button', {type: 'button', hidden: true, onclick: () => this.#loadMore()}, t('more'));
  #changed = h('button', {type: 'button', class: 'changed', hidden: true, onclick: () => this.reload()}, t('changed'));
  #nothing = h('p', {class: 'empty', role: 'status'}, t('loading'));
  #heads = [];

  constructor({label, columns, key, empty, onCount = () => {}, onSort = null}) {
    this.#columns = columns;
    this.#key = key;
    this.#empty = empty;
    this.#onCount = onCount;
    this.#onSort = onSort;
    this.#heads = columns.map(column => this.#head(column));
    this.element = h('div', {class: 'list'},
        h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label},
            h('table', {}, h('thead', {}, h('tr', {}, this.#heads)), this.#body)),
        this.#nothing, this.#more, this.#changed);
    new IntersectionObserver(seen => seen.some(each => each.isIntersecting) && this.#loadMore()).observe(this.#more);
  }

  #head(column) {
    const content = column.head ?? (column.sort && this.#onSort
        ? h('button', {type: 'button', class: 'sort', title: t('sessions.sortBy', {field: t(column.text)}),
          onclick: () => this.#onSort(column.sort)}, t(column.text))
        : t(column.text));
    return h('th', {scope: 'col', class: column.class}, content);
  }

  get items() {
    return this.#order.map(key => this.#rows.get(key).item);
  }

  /** Shows a list from its beginning. */
  async open(resource, parameters = {}) {
    this.#resource = resource;
    this.#parameters = parameters;
    const sort = parameters.sort ?? '';
    this.#columns.forEach((column, index) => {
      const way = !column.sort ? null
        : sort === column.sort ? 'ascending' : sort === `-${column.sort}` ? 'descending' : null;
      way ? this.#heads[index].setAttribute('aria-sort', way) : this.#heads[index].removeAttribute('aria-sort');
    });
    await this.reload();
  }

  async reload() {
    const generation = ++this.#generation;
    try {
      const page = await get(this.#resource, {limit: PAGE, ...this.#parameters});
      if (generation === this.#generation) {
        this.#replace(page);
        succeed();
      }
    } catch (problem) {
      if (generation === this.#generation) {
        this.#replace({items: [], total: null}, problem.message);
      }
    }
  }

  async #loadMore() {
    if (this.#busy || !this.#next) {
      return;
    }
    this.#busy = true;
    const generation = this.#generation;
    try {
      const page = await get(this.#next);
      if (generation === this.#generation) {
        page.items.filter(item => !this.#rows.has(this.#key(item))).forEach(item => this.#append(item));
        this.#finish(page, this.#empty());
      }
    } catch (problem) {
      fail(problem);
    } finally {
      this.#busy = false;
    }
  }

  /** Brings what is shown up to date; rows come and go only while nobody points at them. */
  async refresh() {
    if (this.#order.length > MOST_REFRESHED || this.#busy) {
      return;
    }
    const generation = this.#generation;
    try {
      const limit = Math.max(PAGE, this.#order.length);
      const page = await get(this.#resource, {limit, ...this.#parameters});
      if (generation !== this.#generation) {
        return;
      }
      succeed();
      this.#onCount(page.total);
      const same = page.items.length === this.#order.length
          && page.items.every((item, index) => this.#key(item) === this.#order[index]);
      if (same) {
        page.items.forEach(item => this.#fill(this.#rows.get(this.#key(item)), item));
        this.#finish(page, this.#empty());
        this.#changed.hidden = true;
      } else if (this.element.matches(':hover') || this.element.contains(document.activeElement)) {
        page.items.filter(item => this.#rows.has(this.#key(item)))
            .forEach(item => this.#fill(this.#rows.get(this.#key(item)), item));
        this.#changed.hidden = false;
      } else {
        this.#replace(page);
      }
    } catch (problem) {
      // A filter that is refused is told of in place of the rows.
      if (problem.status !== 400) {
        failAndRetry(problem);
      }
    }
  }

  #replace(page, empty = this.#empty()) {
    this.#rows.clear();
    this.#order = [];
    this.#body.replaceChildren();
    page.items.forEach(item => this.#append(item));
    this.#changed.hidden = true;
    this.#finish(page, empty);
  }

  #finish(page, empty) {
    this.#next = page.next ?? null;
    this.#more.hidden = this.#next === null;
    const none = this.#order.length === 0 && this.#next === null;
    this.#nothing.hidden = !none;
    if (none) {
      setText(this.#nothing, empty);
    }
    this.#onCount(page.total);
  }

  #append(item) {
    const cells = this.#columns.map(column => h('td', {class: column.class}));
    const row = {item, cells, element: h('tr', {}, cells)};
    this.#rows.set(this.#key(item), row);
    this.#order.push(this.#key(item));
    this.#fill(row, item, true);
    this.#body.append(row.element);
  }

  #fill(row, item, first = false) {
    row.item = item;
    this.#columns.forEach((column, index) => {
      if (column.once && !first) {
        return;
      }
      const content = column.cell(item);
      const cell = row.cells[index];
      if (column.state) {
        if (cell.textContent !== content) {
          cell.replaceChildren(badge(content));
        }
      } else if (content instanceof Node) {
        cell.replaceChildren(content);
      } else {
        setText(cell, content === undefined || content === null || content === '' ? '–' : String(content));
      }
      if (column.title) {
        cell.title = column.title(item);
      }
    });
  }
}

/** A state in its colour. */
export const badge = state => h('span', {class: `badge ${String(state).toLowerCase()}`}, String(state));

export const count = total => total === undefined || total === null ? '' : t('total', {total: number(total)});
