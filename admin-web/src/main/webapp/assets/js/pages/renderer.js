// Registers this browser as a renderer, follows its newest command, and says what it does.
import {byId, h, setText} from '../dom.js';
import {number} from '../format.js';
import {begin, fail} from '../page.js';
import {Connection} from '../renderer/connection.js';
import {Player} from '../renderer/player.js';
import {t} from '../texts.js';

const NAME = 'sluice.renderer.name';
const PACE = 'sluice.renderer.pace';
const CLIENT = 'sluice.renderer.client';
const MAX_NAME = 255;

begin('nav.renderers', t('renderer.title'));

const fact = (id, text, role = null) => {
  const value = h('span', {id, role});
  return {element: h('div', {}, h('dt', {}, t(text)), h('dd', {}, value)), show: shown => setText(value, shown)};
};
const facts = {
  connection: fact('connection', 'renderer.connection', 'status'), state: fact('state', 'renderers.state', 'status'),
  item: fact('item', 'renderers.item'), position: fact('position', 'renderers.position'),
  command: fact('command', 'renderers.command'),
};
const name = h('input', {id: 'name', required: true, maxlength: MAX_NAME, autocomplete: 'off', spellcheck: 'false'});
const pace = h('input', {id: 'pace', type: 'number', min: '0', step: '1', value: '0', required: true});
const stage = {
  audio: h('audio', {id: 'audio', hidden: true}),
  video: h('video', {id: 'video', hidden: true, playsinline: true}),
  text: h('pre', {id: 'text', hidden: true, tabindex: '0', role: 'region', 'aria-label': t('renderer.text')}),
};
const end = h('button', {type: 'button'}, t('renderer.end'));
const form = h('form', {class: 'begin', onsubmit: event => {
  event.preventDefault();
  play(name.value, Number(pace.value));
}}, h('p', {class: 'empty'}, t('renderer.what')),
h('label', {for: 'name'}, t('renderer.name'), name), h('label', {for: 'pace'}, t('renderer.pace'), pace),
h('button', {type: 'submit'}, t('renderer.begin')));
const playing = h('section', {hidden: true, 'aria-label': t('renderer.playing')},
    h('dl', {class: 'facts'}, Object.values(facts).map(each => each.element)),
    h('div', {class: 'stage'}, Object.values(stage)), end);

// Known to this tab alone: with it the name is its own again after a reload.
function client() {
  let known = sessionStorage.getItem(CLIENT);
  if (known === null) {
    known = Array.from(crypto.getRandomValues(new Uint8Array(16)), each => each.toString(16).padStart(2, '0')).join('');
    sessionStorage.setItem(CLIENT, known);
  }
  return known;
}

function describe(item) {
  switch (item.kind) {
    case 'topic': return item.partition === 0 ? item.name : t('renderer.partition', item);
    case 'file': return `library:${item.name}`;
    default: return '–';
  }
}

function progress({item, position}) {
  const last = item.kind === 'topic' ? item.end : item.size;
  if (item.kind === 'none' || last === undefined) {
    return item.kind === 'none' ? '–' : number(position);
  }
  return t('renderers.of', {position: number(position), end: number(last)});
}

function show(state) {
  facts.state.show(state.message === '' ? state.state : `${state.state} (${state.message})`);
  facts.item.show(describe(state.item));
  facts.position.show(progress(state));
}

function play(called, bytesPerSecond) {
  sessionStorage.setItem(NAME, called);
  sessionStorage.setItem(PACE, String(bytesPerSecond));
  byId('problem').hidden = true;
  form.hidden = true;
  playing.hidden = false;
  setText(byId('count'), called);
  facts.command.show('–');
  let player = null;
  const connection = new Connection(called, client(), {
    onStatus: (status, reason) => facts.connection.show(t(`renderer.${status}`, {reason})),
    onRegistered: () => player.report(),
    onCommand: command => {
      facts.command.show(t('renderers.given', {action: t(`renderers.${command.action}`).replace(' …', ''), by: command.by}));
      player.follow(command);
    },
    onRead: message => player.onRead(message),
    onRefused: (code, message) => {
      stop();
      fail(new Error(`${code}: ${message}`));
    },
  });
  player = new Player(stage, bytesPerSecond, message => connection.send(message), show);
  const stop = () => {
    player.close();
    connection.close();
    sessionStorage.removeItem(NAME);
    form.hidden = false;
    playing.hidden = true;
    setText(byId('count'), '');
  };
  end.onclick = () => {
    connection.send({type: 'leave'});
    stop();
  };
  player.report();
  connection.open();
}

document.querySelector('main').append(form, playing);
const known = sessionStorage.getItem(NAME);
if (known !== null) {
  name.value = known;
  pace.value = sessionStorage.getItem(PACE) ?? '0';
  play(known, Number(pace.value));
}
