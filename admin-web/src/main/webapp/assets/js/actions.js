// What operators do: asked before, told after.
import {post} from './api.js';
import {h} from './dom.js';
import {ask, fail, say} from './page.js';
import {t} from './texts.js';

export const OF_SESSIONS = ['pause', 'resume', 'restart', 'seek', 'disconnect', 'end'];
export const OF_ONE_SESSION = [...OF_SESSIONS, 'trace'];
const OF_WHAT_FLOWS = ['pause', 'resume', 'stop'];
/** By the kind of the stream: only a topic's records have a place to go to. */
export const OF_STREAMS = {
  delivery: ['pause', 'resume', 'restart', 'seek', 'stop'], ingest: OF_WHAT_FLOWS, sequence: OF_WHAT_FLOWS,
  library: OF_WHAT_FLOWS,
};

/** Cannot be undone. */
const DANGEROUS = ['stop', 'end', 'ban'];
/** Requests under way at a time, when there are many targets. */
const AT_ONCE = 4;
/** The status of what was meant for another state than there is. */
const CHANGED = 412;

function placeFields() {
  const offset = h('input', {type: 'number', min: '0', step: '1', value: '0', id: 'seek-offset'});
  const time = h('input', {type: 'datetime-local', step: '1', id: 'seek-time'});
  const details = {
    offset: h('label', {for: 'seek-offset', hidden: true}, t('seek.offsetValue'), offset),
    time: h('label', {for: 'seek-time', hidden: true}, t('seek.timeValue'), time),
  };
  const where = h('select', {
    id: 'seek-where', onchange: () => {
      Object.entries(details).forEach(([name, element]) => element.hidden = where.value !== name);
      offset.required = where.value === 'offset';
      time.required = where.value === 'time';
    },
  }, ['earliest', 'latest', 'offset', 'time'].map(name => h('option', {value: name}, t(`seek.${name}`))));
  return {
    element: h('div', {class: 'fields'}, h('label', {for: 'seek-where'}, t('seek.where'), where),
        details.offset, details.time),
    value: () => ({
      earliest: {to: 'earliest'}, latest: {to: 'latest'}, offset: {offset: Number(offset.value)},
      time: {timestamp: time.value ? new Date(time.value).toISOString() : ''},
    })[where.value],
  };
}

const name = action => t(`action.${action}`).replace(' …', '');

/** Asks, then does it to each target: [{resource, tag}]; what names them for people. True if anything was done. */
export async function perform(action, what, targets) {
  const answer = await ask(t(`ask.${action}`, {what}), name(action), action === 'seek' ? placeFields() : null,
      DANGEROUS.includes(action));
  if (answer === false) {
    return false;
  }
  const left = [...targets];
  let done = 0;
  let refusal = null;
  const worker = async () => {
    for (let target = left.shift(); target; target = left.shift()) {
      try {
        await post(`${target.resource}/${action}`, answer === true ? {} : answer, target.tag);
        done++;
      } catch (problem) {
        refusal ??= problem;
      }
    }
  };
  if (targets.length > AT_ONCE) {
    say(t('doing', {action: name(action), what}));
  }
  await Promise.all(Array.from({length: AT_ONCE}, worker));
  if (refusal === null) {
    say(t('did', {action: name(action), what}));
  } else if (targets.length === 1) {
    fail(refusal.status === CHANGED ? {message: t('changedMeanwhile')} : refusal);
  } else {
    fail({message: t('didSome', {action: name(action), done, count: targets.length, problem: refusal.message})});
  }
  return done > 0;
}

export const buttons = (actions, act) => actions.map(action =>
  h('button', {type: 'button', class: DANGEROUS.includes(action) ? 'danger' : null, onclick: () => act(action)},
      t(`action.${action}`)));
