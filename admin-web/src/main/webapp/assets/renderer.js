// The renderer page: registers this browser as a renderer, follows its newest command, and says what it does.
import {Connection} from './renderer-connection.js';
import {Player} from './renderer-player.js';

const NAME = 'sluice.renderer.name';
const PACE = 'sluice.renderer.pace';
const CLIENT = 'sluice.renderer.client';

const element = id => document.getElementById(id);

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
    case 'topic': return item.partition === 0 ? item.name : `${item.name}, partition ${item.partition}`;
    case 'file': return `library:${item.name}`;
    default: return '–';
  }
}

function progress(state) {
  const position = state.position.toLocaleString();
  switch (state.item.kind) {
    case 'topic': return state.item.end === undefined ? position : `${position} of ${state.item.end.toLocaleString()}`;
    case 'file': return `${position} of ${state.item.size.toLocaleString()} bytes`;
    default: return '–';
  }
}

function complain(text) {
  element('problem').textContent = text;
  element('problem').hidden = text === '';
}

function begin(name, pace) {
  sessionStorage.setItem(NAME, name);
  sessionStorage.setItem(PACE, String(pace));
  complain('');
  element('begin').hidden = true;
  element('playing').hidden = false;
  element('title').textContent = name;
  const stage = {audio: element('audio'), video: element('video'), text: element('text')};
  let player = null;
  const connection = new Connection(name, client(), {
    onStatus: text => { element('connection').textContent = text; },
    onRegistered: () => player.report(),
    onCommand: command => {
      element('command').textContent = `${command.action}, says ${command.by}`;
      player.follow(command);
    },
    onRead: message => player.onRead(message),
    onRefused: (code, message) => {
      stop();
      complain(`${code}: ${message}`);
    },
  });
  player = new Player(stage, pace, message => connection.send(message), state => {
    element('state').textContent = state.message === '' ? state.state : `${state.state} (${state.message})`;
    element('item').textContent = describe(state.item);
    element('position').textContent = progress(state);
  });
  const stop = () => {
    player.close();
    connection.close();
    sessionStorage.removeItem(NAME);
    element('begin').hidden = false;
    element('playing').hidden = true;
    element('title').textContent = '';
  };
  element('end').onclick = () => {
    connection.send({type: 'leave'});
    stop();
  };
  player.report();
  connection.open();
}

element('begin').addEventListener('submit', event => {
  event.preventDefault();
  begin(element('name').value, Number(element('pace').value));
});

fetch('/api/v1/me', {headers: {Accept: 'application/json', 'X-Requested-With': 'console'}})
    .then(answer => answer.json())
    .then(me => { element('who').textContent = `${me.name} (${me.roles.at(-1)})`; })
    .catch(() => { element('who').textContent = ''; });

const known = sessionStorage.getItem(NAME);
if (known !== null) {
  element('name').value = known;
  element('pace').value = sessionStorage.getItem(PACE) ?? '0';
  begin(known, Number(element('pace').value));
}
