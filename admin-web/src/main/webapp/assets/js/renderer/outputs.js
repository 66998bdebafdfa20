// What a browser can play: media files by its own elements, text files in ranges, and the records of topics.
// Each output has open(position), play(), pause(), close(), position() and buffered(), and calls onProgress, onEnd and
// onFailed.
import {t} from '../texts.js';

const PIECE_BYTES = 32 * 1024;
const CREDIT_BYTES = 64 * 1024;
const MAX_SHOWN = 200000;
const PIECES_PER_SECOND = 10;
const TYPES = new Map([
  ['mp3', 'audio'], ['ogg', 'audio'], ['oga', 'audio'], ['wav', 'audio'], ['flac', 'audio'], ['m4a', 'audio'],
  ['mp4', 'video'], ['m4v', 'video'], ['webm', 'video'], ['ogv', 'video'],
  ['txt', 'text'], ['md', 'text'], ['csv', 'text'], ['json', 'text'], ['log', 'text'], ['srt', 'text'],
]);

function kindOf(item) {
  const type = item.mediaType.toLowerCase();
  const main = type.split('/')[0];
  if (main === 'audio' || main === 'video' || main === 'text') {
    return main;
  }
  if (/^application\/(json|xml|x-ndjson)/.test(type)) {
    return 'text';
  }
  const known = TYPES.get(item.name.split('.').at(-1).toLowerCase());
  return type === '' || type.startsWith('application/octet-stream') ? known : undefined;
}

// Null if this browser cannot play it.
export function outputFor(command, stage, pace, send) {
  const item = command.item;
  if (item.kind === 'topic') {
    return new TopicOutput(command, stage.text, pace, send);
  }
  const kind = kindOf(item);
  if (item.size === 0) {
    return new EmptyOutput();
  }
  switch (kind) {
    case 'audio':
    case 'video':
      return new MediaOutput(item, stage[kind]);
    case 'text':
      return new TextFileOutput(item, stage.text, pace);
    default:
      return null;
  }
}

function address(item) {
  return `/api/v1/library/content?name=${encodeURIComponent(item.name)}&version=${item.version}`;
}

// A long text is not kept whole: the page would hold all that was ever played.
function append(element, text) {
  element.append(text);
  if (element.textContent.length > 2 * MAX_SHOWN) {
    element.textContent = element.textContent.slice(-MAX_SHOWN);
  }
  element.scrollTop = element.scrollHeight;
}

class EmptyOutput {
  open() {}
  play() { this.onEnd(); }
  pause() {}
  close() {}
  position() { return 0; }
  buffered() { return 0; }
}

// The element counts seconds; bytes are estimated by the share of the time, which for constant rates is exact.
class MediaOutput {
  #item;
  #element;
  #start = 0;
  #listeners = new AbortController();

  constructor(item, element) {
    this.#item = item;
    this.#element = element;
  }

  open(position) {
    const element = this.#element;
    const listen = (name, then) => element.addEventListener(name, then, {signal: this.#listeners.signal});
    this.#start = position;
    listen('loadedmetadata', () => {
      if (this.#start > 0 && Number.isFinite(element.duration)) {
        element.currentTime = this.#start / this.#item.size * element.duration;
      }
    });
    listen('playing', () => this.onProgress());
    listen('ended', () => this.onEnd());
    listen('error', () => this.onFailed('PLAYBACK_FAILED',
        element.error?.message || t('renderer.unplayable')));
    element.hidden = false;
    element.preload = 'auto';
    element.src = address(this.#item);
  }

  play() {
    this.#element.play().catch(problem => {
      if (problem.name === 'NotAllowedError') {
        this.onFailed('PLAYBACK_FAILED', t('renderer.silent'));
      } else if (problem.name !== 'AbortError') {
        this.onFailed('PLAYBACK_FAILED', problem.message);
      }
    });
  }

  pause() {
    this.#element.pause();
  }

  close() {
    this.#listeners.abort();
    this.#element.pause();
    this.#element.removeAttribute('src');
    this.#element.load();
  }

  position() {
    const {duration, currentTime} = this.#element;
    return Number.isFinite(duration) && duration > 0
        ? Math.min(this.#item.size, Math.round(currentTime / duration * this.#item.size))
        : this.#start;
  }

  buffered() {
    const {buffered, duration, currentTime} = this.#element;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime && currentTime <= buffered.end(i) && duration > 0) {
        return Math.round((buffered.end(i) - currentTime) / duration * this.#item.size);
      }
    }
    return 0;
  }
}

// Plays what is due: shared by texts of files and of topics.
class Paced {
  #pace;
  #due = 0;
  #timer = 0;

  constructor(pace) {
    this.#pace = pace;
  }

  begin() {
    this.#due = Math.max(this.#due, performance.now());
  }

  // Runs this when so many bytes are due after those before.
  after(bytes, then) {
    if (this.#pace > 0) {
      this.#due += bytes * 1000 / this.#pace;
    }
    this.#timer = setTimeout(then, Math.max(0, this.#pace > 0 ? this.#due - performance.now() : 0));
  }

  stop() {
    clearTimeout(this.#timer);
  }
}

class TextFileOutput {
  #item;
  #element;
  #pieceBytes;
  #paced;
  #decoder = new TextDecoder();
  #position = 0;
  #playing = false;
  #fetching = new AbortController();
  #running = false;

  constructor(item, element, pace) {
    this.#item = item;
    this.#element = element;
    this.#paced = new Paced(pace);
    this.#pieceBytes = pace > 0 ? Math.min(PIECE_BYTES, Math.max(1, Math.ceil(pace / PIECES_PER_SECOND))) : PIECE_BYTES;
  }

  open(position) {
    this.#position = position;
    this.#element.textContent = '';
    this.#element.hidden = false;
  }

  play() {
    this.#playing = true;
    this.#paced.begin();
    if (!this.#running) {
      this.#running = true;
      this.#next();
    }
  }

  pause() {
    this.#playing = false;
  }

  close() {
    this.#playing = false;
    this.#paced.stop();
    this.#fetching.abort();
  }

  position() {
    return this.#position;
  }

  buffered() {
    return 0;
  }

  // While it is paused nothing is fetched; what had come by then is shown when it goes on.
  async #next() {
    try {
      while (this.#playing && this.#position < this.#item.size) {
        const bytes = await this.#fetch(this.#position);
        await new Promise(due => this.#paced.after(bytes.length, due));
        if (!this.#playing) {
          break;
        }
        this.#position += bytes.length;
        append(this.#element, this.#decoder.decode(bytes, {stream: this.#position < this.#item.size}));
        this.onProgress();
      }
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        this.#playing = false;
        this.onFailed('PLAYBACK_FAILED', problem.message);
      }
    }
    this.#running = false;
    if (this.#playing) {
      this.onEnd();
    }
  }

  async #fetch(position) {
    const last = Math.min(position + this.#pieceBytes, this.#item.size) - 1;
    const answer = await fetch(address(this.#item), {
      headers: {Range: `bytes=${position}-${last}`, 'X-Requested-With': 'console'},
      signal: this.#fetching.signal,
    });
    if (answer.status !== 206) {
      throw new Error(t('renderer.noRange', {status: answer.status}));
    }
    return new Uint8Array(await answer.arrayBuffer());
  }
}

class TopicOutput {
  static #readings = 0;

  #command;
  #element;
  #paced;
  #send;
  #reading = ++TopicOutput.#readings;
  #position = 0;
  #waiting = [];
  #bytes = 0;
  #ended = false;
  #playing = false;
  #busy = false;

  constructor(command, element, pace, send) {
    this.#command = command;
    this.#element = element;
    this.#paced = new Paced(pace);
    this.#send = send;
  }

  open(position) {
    this.#position = position;
    this.#element.textContent = '';
    this.#element.hidden = false;
    this.#read();
  }

  #read() {
    this.#send({
      type: 'read', reading: this.#reading, place: this.#command.place, position: this.#position, bytes: CREDIT_BYTES,
    });
  }

  onReconnected() {
    this.#reading = ++TopicOutput.#readings;
    this.#waiting = [];
    this.#bytes = 0;
    this.#ended = false;
    this.#read();
  }

  onRead(message) {
    if (message.reading !== this.#reading) {
      return;
    }
    switch (message.type) {
      case 'record':
        this.#waiting.push(message);
        this.#bytes += message.size;
        break;
      case 'end':
        this.#ended = true;
        break;
      case 'unreadable':
        this.onFailed(message.code, message.message);
        return;
    }
    this.#next();
  }

  play() {
    this.#playing = true;
    this.#paced.begin();
    this.#next();
  }

  pause() {
    this.#playing = false;
  }

  close() {
    this.#playing = false;
    this.#paced.stop();
    this.#send({type: 'enough'});
  }

  position() {
    return this.#position;
  }

  buffered() {
    return this.#bytes;
  }

  #next() {
    if (!this.#playing || this.#busy) {
      return;
    }
    const record = this.#waiting[0];
    if (record === undefined) {
      if (this.#ended) {
        this.#playing = false;
        this.onEnd();
      }
      return;
    }
    this.#busy = true;
    this.#paced.after(record.size, () => {
      this.#busy = false;
      if (this.#playing && this.#waiting[0] === record) {
        this.#waiting.shift();
        this.#bytes -= record.size;
        this.#position = record.offset + 1;
        append(this.#element, record.text);
        this.#send({type: 'more', reading: this.#reading, bytes: record.cost});
        this.onProgress();
      }
      this.#next();
    });
  }
}
