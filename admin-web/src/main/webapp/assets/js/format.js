// How figures and times are shown.
import {t} from './texts.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export const number = value => value === undefined || value === null ? '–' : Number(value).toLocaleString();

/** With a digit after the point where that says something. */
export const decimal = value => Number(value).toLocaleString(undefined, {maximumFractionDigits: value < 100 ? 1 : 0});

export function bytes(count) {
  let value = Number(count);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toLocaleString(undefined, {maximumFractionDigits: unit === 0 || value >= 100 ? 0 : 1})} ${UNITS[unit]}`;
}

export const bytesPerSecond = count => `${bytes(count)}/s`;

/** The axis of a chart ends at a round number of these. */
bytes.base = 1024;
bytesPerSecond.base = 1024;

export const perSecond = value => `${decimal(value)}/s`;

export const millis = value => `${decimal(value)} ms`;

const two = value => String(value).padStart(2, '0');

/** A time of day, of the reader's clock. */
export function clock(instant) {
  const at = new Date(instant);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Date and time of the reader's clock, in an order that sorts. */
export function time(instant) {
  if (!instant) {
    return '–';
  }
  const at = new Date(instant);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}`;
}

/** How long, with one unit: 40 s, 12 min, 3 h, 5 d. */
export function span(milliseconds) {
  const length = Math.max(0, milliseconds);
  if (length < MINUTE) {
    return t('span.seconds', {count: Math.floor(length / SECOND)});
  }
  if (length < HOUR) {
    return t('span.minutes', {count: Math.floor(length / MINUTE)});
  }
  return length < 2 * DAY
    ? t('span.hours', {count: Math.floor(length / HOUR)})
    : t('span.days', {count: Math.floor(length / DAY)});
}

/** How long ago an instant was. */
export const age = instant => instant ? span(Date.now() - new Date(instant).getTime()) : '–';
