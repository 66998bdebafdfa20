// Bans of addresses: asked before, told after.
import {get, post, remove} from './api.js';
import {h} from './dom.js';
import {number, time} from './format.js';
import {ask, fail, say} from './page.js';
import {t} from './texts.js';

/** Seconds that one can choose from, and the name of each. */
const TIMES = [[600, 'bans.tenMinutes'], [3600, 'bans.hour'], [86400, 'bans.day']];
const USUAL = 3600;

function fields() {
  const times = h('select', {id: 'ban-time'}, TIMES.map(([seconds, name]) =>
    h('option', {value: String(seconds), selected: seconds === USUAL}, t(name))));
  const reason = h('input', {id: 'ban-reason', maxlength: '200', autocomplete: 'off'});
  return {
    element: h('div', {class: 'fields'}, h('label', {for: 'ban-time'}, t('bans.time'), times),
        h('label', {for: 'ban-reason'}, t('bans.why'), reason)),
    value: () => ({seconds: Number(times.value), reason: reason.value}),
  };
}

/** Asks, then bans the address that a session's client comes from; true if it is banned now. */
export async function banClientOf(session) {
  try {
    const {address, sessions, ban} = await get(`${session}/ban`);
    const now = ban ? t('ask.banAnew', {address, until: time(ban.until)}) : t('ask.ban', {address});
    const wanted = await ask(`${now} ${t('ask.banWhat', {sessions: number(sessions)})}`, t('bans.banIt'), fields(), true);
    if (wanted === false) {
      return false;
    }
    const done = await post(`${session}/ban`, wanted);
    say(t('bans.banned', {address: done.ban.address, until: time(done.ban.until), sessions: number(done.sessions)}));
    return true;
  } catch (problem) {
    fail(problem);
    return false;
  }
}

/** Asks, then lifts a ban; true if it is lifted now. */
export async function lift(ban) {
  if (!await ask(t('ask.lift', {address: ban.address, until: time(ban.until)}), t('bans.liftIt'))) {
    return false;
  }
  try {
    await remove(`bans/${encodeURIComponent(ban.address)}`);
    say(t('bans.lifted', {address: ban.address}));
    return true;
  } catch (problem) {
    fail(problem);
    return false;
  }
}
