// <live-chart>: lines of figures over the last minutes with their newest values, told to screen readers in a sentence.
import {h, setText} from './dom.js';
import {clock, decimal} from './format.js';
import {t} from './texts.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 300;
const HEIGHT = 80;
const SHOWN_MILLIS = 300_000;
/** A line is not drawn across a time without figures. */
const GAP_MILLIS = 5000;
const STEPS = [1, 2, 5, 10];

function svg(tag, properties) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(properties).forEach(([name, value]) => element.setAttribute(name, value));
  return element;
}

/** The end of the axis: a round figure, so that it seldom changes. */
function roundUp(most, base) {
  if (most <= 0) {
    return 1;
  }
  if (most > base) {
    return base * roundUp(most / base, base);
  }
  const power = 10 ** Math.floor(Math.log10(most));
  return power * STEPS.find(step => step * power >= most);
}

class LiveChart extends HTMLElement {
  #label;
  #format;
  #names;
  #points = [];
  #looked = null;
  #values;
  #time = h('span', {class: 'time'});
  #lines;
  #area = svg('path', {class: 'area'});
  #cross = svg('line', {class: 'cross', y1: 0, y2: HEIGHT, visibility: 'hidden'});
  #picture = svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img'});
  #top = h('span', {class: 'top', 'aria-hidden': 'true'});

  /** @param names of the lines; one line needs none */
  prepare(label, names, format) {
    this.#label = label;
    this.#names = names;
    this.#format = format;
    const lines = Math.max(1, names.length);
    this.#values = Array.from({length: lines}, (_, index) => h('span', {class: `value line-${index}`}));
    this.#lines = Array.from({length: lines}, (_, index) => svg('path', {class: `line line-${index}`}));
    const grid = [0.25, 0.5, 0.75].map(part =>
      svg('line', {class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT * part, y2: HEIGHT * part}));
    this.#picture.append(...grid, ...(lines === 1 ? [this.#area] : []), ...this.#lines, this.#cross);
    this.#picture.addEventListener('pointermove', event => this.#look(event));
    this.#picture.addEventListener('pointerleave', () => this.#look(null));
    this.append(h('h3', {}, label), h('p', {class: 'values'}, this.#time, this.#values.map((value, index) =>
      h('span', {class: 'figure'}, names.length > 0 ? h('span', {class: `name line-${index}`}, names[index]) : null, value))),
    h('div', {class: 'plot'}, this.#top, this.#picture),
    h('p', {class: 'axis', 'aria-hidden': 'true'}, h('span', {}, t('chart.from')), h('span', {}, t('chart.now'))));
    return this;
  }

  /** Shows points, the oldest first: [{at: milliseconds, values: [one of each line]}]. */
  show(points) {
    this.#points = points;
    if (points.length === 0) {
      this.#values.forEach(value => setText(value, '–'));
      return;
    }
    const end = points.at(-1).at;
    const top = roundUp(Math.max(...points.flatMap(point => point.values)), this.#format.base ?? Infinity);
    const x = point => (WIDTH * (1 - (end - point.at) / SHOWN_MILLIS)).toFixed(1);
    const y = value => (HEIGHT * (1 - value / top)).toFixed(1);
    this.#lines.forEach((line, index) => line.setAttribute('d', points.map((point, place) =>
      `${place === 0 || point.at - points[place - 1].at > GAP_MILLIS ? 'M' : 'L'}${x(point)},${y(point.values[index])}`).join('')));
    this.#area.setAttribute('d', `M${x(points[0])},${HEIGHT}${points.map(point =>
      `L${x(point)},${y(point.values[0])}`).join('')}V${HEIGHT}Z`);
    setText(this.#top, this.#format(top));
    this.#tell();
    this.#picture.setAttribute('aria-label', this.#summary());
  }

  #summary() {
    return this.#values.map((_, index) => {
      const all = this.#points.map(point => point.values[index]);
      return t('chart.summary', {
        label: this.#names[index] ? `${this.#label}, ${this.#names[index]}` : this.#label,
        value: this.#format(all.at(-1)), least: this.#format(Math.min(...all)), most: this.#format(Math.max(...all)),
        seconds: Math.round((this.#points.at(-1).at - this.#points[0].at) / 1000),
      });
    }).join('; ');
  }

  /** Tells the figures of the time that the mouse is at. */
  #look(event) {
    if (event === null || this.#points.length === 0) {
      this.#looked = null;
    } else {
      const box = this.#picture.getBoundingClientRect();
      const at = this.#points.at(-1).at - SHOWN_MILLIS * (1 - (event.clientX - box.left) / box.width);
      this.#looked = this.#points.reduce((best, point) =>
        Math.abs(point.at - at) < Math.abs(best.at - at) ? point : best).at;
    }
    this.#tell();
  }

  #tell() {
    const last = this.#points.at(-1);
    const point = this.#looked === null ? last : this.#points.find(each => each.at === this.#looked) ?? last;
    if (!point) {
      return;
    }
    point.values.forEach((value, index) => setText(this.#values[index], this.#format(value)));
    setText(this.#time, this.#looked === null ? '' : clock(point.at));
    const x = WIDTH * (1 - (last.at - point.at) / SHOWN_MILLIS);
    this.#cross.setAttribute('x1', x);
    this.#cross.setAttribute('x2', x);
    this.#cross.setAttribute('visibility', this.#looked === null ? 'hidden' : 'visible');
  }
}

customElements.define('live-chart', LiveChart);

/** A chart with the text of that name as its title, and a line for each of the other texts. */
export const chart = (label, format = decimal, names = []) =>
  document.createElement('live-chart').prepare(t(label), names.map(name => t(name)), format);

/** Points of figures that stand for themselves. */
export const levels = (samples, ...figures) =>
  samples.map(sample => ({at: sample.at, values: figures.map(figure => figure(sample))}));

/** Points of the differences per second of totals; a total that begins again, as after a restart, counts as none. */
export const rates = (samples, ...names) => samples.slice(1).map((sample, index) => {
  const before = samples[index];
  const seconds = (sample.at - before.at) / 1000;
  return {at: sample.at, values: names.map(name => seconds > 0 ? Math.max(0, sample[name] - before[name]) / seconds : 0)};
});
