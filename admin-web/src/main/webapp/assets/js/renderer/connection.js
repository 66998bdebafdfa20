// The WebSocket to the gateway: opened again whenever it is lost, with growing random pauses.
import {get} from '../api.js';

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 10000;

export class Connection {
  #name;
  #client;
  #events;
  #socket = null;
  #registered = false;
  #pause = FIRST_PAUSE_MILLIS;
  #timer = 0;
  #closed = false;

  constructor(name, client, events) {
    this.#name = name;
    this.#client = client;
    this.#events = events;
  }

  open() {
    this.#events.onStatus('connecting');
    const address = new URL('/socket/renderer', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({type: 'register', name: this.#name, client: this.#client}));
    socket.onmessage = event => this.#onMessage(JSON.parse(event.data));
    socket.onclose = event => this.#onLost(socket, event.reason);
  }

  // Only what is newest is of interest: while there is no connection nothing is kept.
  send(message) {
    if (this.#registered && this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #onMessage(message) {
    switch (message.type) {
      case 'registered':
        this.#registered = true;
        this.#pause = FIRST_PAUSE_MILLIS;
        this.#events.onStatus('connected');
        this.#events.onRegistered();
        break;
      case 'command':
        this.#events.onCommand(message);
        break;
      case 'refused':
        this.#events.onRefused(message.code, message.message);
        break;
      default:
        this.#events.onRead(message);
    }
  }

  #onLost(socket, reason) {
    if (this.#closed || socket !== this.#socket) {
      return;
    }
    this.#registered = false;
    const pause = this.#pause * (0.5 + Math.random());
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MILLIS);
    this.#events.onStatus(reason ? 'lostBecause' : 'lost', reason);
    this.#timer = setTimeout(() => this.#again(), pause);
  }

  // Who is not signed in any more is asked to; a gateway that is away is waited for.
  async #again() {
    try {
      await get('me');
    } catch {
      // The connection fails, too, and is tried again.
    }
    if (!this.#closed) {
      this.open();
    }
  }
}
