// What happened, the newest first, with the times at which it did.
import {h} from './dom.js';
import {time} from './format.js';
import {t} from './texts.js';

const LOSSES = ['CONNECTION_LOST', 'EXPIRED', 'STREAM_FAILED'];
const DONE = 'DONE';

/** An entry of what the gateway saw; with a link to the session if that is not plain from the page. */
export const happened = (event, linked = false) => ({
  at: event.at,
  kind: LOSSES.includes(event.kind) ? 'loss' : '',
  what: t(`event.${event.kind}`),
  detail: event.detail,
  link: linked ? h('a', {href: `/session.html?id=${event.session}`}, event.client || event.session.slice(0, 8)) : null,
});

/** An entry of what an operator did. */
export const done = entry => ({
  at: entry.at,
  kind: 'operator',
  what: t(entry.outcome === DONE ? 'event.operator' : 'event.refused', entry),
  detail: '',
  link: null,
});

/** <event-line>: entries in the order of time; shown anew only when there are others, and never under the mouse. */
class EventLine extends HTMLElement {
  #shown = '';

  show(entries, empty) {
    const sorted = [...entries].sort((one, other) => new Date(other.at) - new Date(one.at));
    const text = JSON.stringify(sorted.map(entry => [entry.at, entry.what, entry.detail]));
    if (text === this.#shown || (this.#shown !== '' && (this.matches(':hover') || this.contains(document.activeElement)))) {
      return;
    }
    this.#shown = text;
    this.replaceChildren(sorted.length === 0 ? h('p', {class: 'empty'}, empty) : h('ol', {class: 'timeline'},
        sorted.map(entry => h('li', {class: entry.kind}, h('time', {datetime: entry.at}, time(entry.at)), ' ',
            entry.link, entry.link ? ' ' : '', h('strong', {}, entry.what), entry.detail ? ` ${entry.detail}` : ''))));
  }
}

customElements.define('event-line', EventLine);
