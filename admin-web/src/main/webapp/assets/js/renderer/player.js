// Follows commands as the specification says (8.8): each says all that is needed, the newest holds, and following one
// twice does no harm. Positions are offsets of a topic and bytes of a file.
import {t} from '../texts.js';
import {outputFor} from './outputs.js';

const PROGRESS_MILLIS = 1000;
const QUIET_MILLIS = 10000;
const NOTHING = {kind: 'none'};
const MAX_TEXT = 1000;

export class Player {
  #stage;
  #pace;
  #send;
  #show;
  #output = null;
  #item = NOTHING;
  #state = 'idle';
  #commandId = 0;
  #place = 0;
  #code = 'NO_ERROR';
  #message = '';
  #atMillis = Date.now();
  #position = 0;
  #later = 0;
  #ticker;
  #reported = 0;
  #rate = {position: 0, at: 0, perSecond: 0};

  constructor(stage, pace, send, show) {
    this.#stage = stage;
    this.#pace = pace;
    this.#send = send;
    this.#show = show;
    this.#ticker = setInterval(() => this.#tick(), PROGRESS_MILLIS);
  }

  follow(command) {
    if (command.id === this.#commandId) {
      // Told again on a new connection, which knows nothing of what was read.
      this.#output?.onReconnected?.();
      this.report();
      return;
    }
    clearTimeout(this.#later);
    this.#commandId = command.id;
    if (this.#state !== 'failed') {
      this.#forgive();
    }
    const wait = command.startAtMillis - Date.now();
    const begins = command.action === 'play' || command.action === 'restart';
    if (wait <= 0) {
      this.#obey(command);
      return;
    }
    if (!begins) {
      this.#later = setTimeout(() => this.#obey(command), wait);
      this.report();
    } else if (this.#goTo(command)) {
      this.#later = setTimeout(() => this.#start(), wait);
      this.#become('scheduled');
    }
  }

  onRead(message) {
    this.#output?.onRead?.(message);
  }

  close() {
    clearInterval(this.#ticker);
    clearTimeout(this.#later);
    this.#leave();
  }

  #obey(command) {
    if (command.action === 'stop') {
      this.#leave();
      this.#place = command.place;
      this.#become('idle');
      return;
    }
    if (command.item.kind === 'none') {
      this.#code = 'NOTHING_TO_PLAY';
      this.#message = t('renderer.nothing', {action: command.action});
      this.report();
      return;
    }
    const held = this.#state === 'paused';
    const moved = command.place !== this.#place;
    if (moved && !this.#goTo(command)) {
      return;
    }
    switch (command.action) {
      case 'play':
      case 'restart':
        this.#start();
        break;
      case 'seek':
        held ? this.#hold() : this.#start();
        break;
      case 'pause':
        moved || ['begun', 'playing', 'scheduled'].includes(this.#state) ? this.#hold() : this.report();
        break;
      case 'resume':
        moved || ['paused', 'scheduled'].includes(this.#state) ? this.#start() : this.report();
        break;
    }
  }

  #goTo(command) {
    this.#leave();
    this.#place = command.place;
    this.#item = command.item;
    this.#position = command.position;
    const output = outputFor(command, this.#stage, this.#pace, this.#send);
    if (output === null) {
      this.#fail('PLAYBACK_FAILED', t('renderer.cannotPlay', {type: command.item.mediaType || t('renderer.unknownType')}));
      return false;
    }
    this.#output = output;
    output.onProgress = () => {
      if (output === this.#output && this.#state === 'begun') {
        this.#become('playing');
      }
    };
    output.onEnd = () => {
      if (output === this.#output) {
        this.#position = this.#item.kind === 'file' ? this.#item.size : this.#item.end;
        this.#close();
        this.#become('ended');
      }
    };
    output.onFailed = (code, message) => {
      if (output === this.#output) {
        this.#fail(code, message);
      }
    };
    output.open(command.position);
    return true;
  }

  #start() {
    this.#become('begun');
    this.#output?.play();
  }

  #hold() {
    this.#output?.pause();
    this.#become('paused');
  }

  // What is shown stays until something else is.
  #close() {
    this.#output?.close();
    this.#output = null;
  }

  #leave() {
    this.#close();
    this.#item = NOTHING;
    this.#position = 0;
    for (const each of Object.values(this.#stage)) {
      each.hidden = true;
    }
    this.#stage.text.textContent = '';
  }

  #forgive() {
    this.#code = 'NO_ERROR';
    this.#message = '';
  }

  #fail(code, message) {
    this.#position = this.#whereabouts();
    this.#close();
    this.#code = code;
    this.#message = message.slice(0, MAX_TEXT);
    this.#become('failed');
  }

  #become(state) {
    this.#state = state;
    if (state !== 'failed') {
      this.#forgive();
    }
    this.#atMillis = Date.now();
    this.#rate = {position: this.#whereabouts(), at: performance.now(), perSecond: 0};
    this.report();
  }

  #whereabouts() {
    return this.#output === null ? this.#position : this.#output.position();
  }

  #tick() {
    const now = performance.now();
    const position = this.#whereabouts();
    this.#rate = {
      position,
      at: now,
      perSecond: Math.max(0, Math.round((position - this.#rate.position) * 1000 / Math.max(1, now - this.#rate.at))),
    };
    if (this.#state === 'playing' || now - this.#reported >= QUIET_MILLIS) {
      this.report();
    }
  }

  report() {
    this.#reported = performance.now();
    const state = {
      type: 'state',
      command: this.#commandId,
      state: this.#state,
      item: this.#item,
      position: this.#whereabouts(),
      buffered: this.#output === null ? 0 : this.#output.buffered(),
      // Offsets are no bytes.
      rate: this.#state === 'playing' && this.#item.kind === 'file' ? this.#rate.perSecond : 0,
      code: this.#code,
      message: this.#message,
      atMillis: this.#atMillis,
    };
    this.#show(state);
    this.#send(state);
  }
}
