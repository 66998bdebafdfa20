// What every page has: navigation, who is signed in, colours, messages and questions.
import {get} from './api.js';
import {byId, h, setText} from './dom.js';
import {t} from './texts.js';

/** The pages in the navigation: [address, name of its text]. */
const PAGES = [
  ['/', 'nav.overview'],
  ['/sessions.html', 'nav.sessions'],
  ['/topics.html', 'nav.topics'],
  ['/renderers.html', 'nav.renderers'],
  ['/library.html', 'nav.library'],
  ['/gateways.html', 'nav.gateways'],
  ['/bans.html', 'nav.bans'],
  ['/audit.html', 'nav.audit'],
  ['/settings.html', 'nav.settings'],
];
const THEMES = ['auto', 'light', 'dark'];
const THEME = 'theme';

let caller = null;

function themeChoice() {
  const present = localStorage.getItem(THEME) ?? 'auto';
  return h('select', {
    'aria-label': t('theme.label'), onchange: event => {
      localStorage.setItem(THEME, event.target.value);
      document.documentElement.dataset.theme = event.target.value;
    },
  }, THEMES.map(theme => h('option', {value: theme, selected: theme === present}, t(`theme.${theme}`))));
}

/** A message that lies over the page, so that nothing moves when it comes; it stays until it is dismissed or another one comes. */
function message(id, role) {
  const element = h('div', {id, class: `message ${id}`, role, hidden: true}, h('span', {class: 'text'}),
      h('button', {type: 'button', 'aria-label': t('dismiss'), onclick: () => element.hidden = true}, '✕'));
  return element;
}

/** Builds the page around its <main>; current is the name of its text in the navigation. */
export function begin(current, title = t(current)) {
  document.title = t('page.title', {page: title});
  const main = document.querySelector('main');
  main.id = 'main';
  main.tabIndex = -1;
  document.body.prepend(
      h('a', {class: 'skip', href: '#main'}, t('nav.skip')),
      h('header', {},
          h('a', {class: 'brand', href: '/'}, h('img', {src: '/assets/icon.svg', alt: '', width: 24, height: 24}), 'Sluice'),
          h('nav', {class: 'pages', 'aria-label': t('nav.main')}, PAGES.map(([address, name]) =>
            h('a', {href: address, 'aria-current': name === current ? 'page' : null}, t(name)))),
          h('form', {action: '/logout', method: 'post'},
              themeChoice(), h('span', {id: 'who'}), h('button', {type: 'submit'}, t('nav.signOut')))));
  main.prepend(
      h('h1', {}, title, ' ', h('small', {id: 'count'})),
      h('div', {class: 'messages'}, message('away', 'alert'), message('problem', 'alert'), message('said', 'status')));
  return me().then(who => setText(byId('who'), who.name === who.roles.at(-1) ? who.name
    : t('nav.who', {name: who.name, role: who.roles.at(-1)}))).catch(fail);
}

/** Who is signed in; asked once. */
export function me() {
  caller ??= get('me');
  return caller;
}

/** True if the caller has a role: viewer, operator or administrator. */
export const may = role => me().then(who => who.roles.includes(role)).catch(() => false);

/** True if the caller may change something. */
export const mayOperate = () => may('operator');

function tell(id, text) {
  setText(byId(id).querySelector('.text'), text);
  byId(id).hidden = false;
}

/** Tells what was refused, in place of what was done before. */
export function fail(problem) {
  byId('said').hidden = true;
  tell('problem', problem.message);
}

/** Tells what was done, in place of what was refused before. */
export function say(text) {
  byId('problem').hidden = true;
  tell('said', text);
}

/** Tells that what is shown is no longer brought up to date, until it is. */
export function failAndRetry(problem) {
  tell('away', t('again', {problem: problem.message}));
}

/** What is shown is up to date. */
export function succeed() {
  byId('away').hidden = true;
}

/** Asks before something is done; answers false, or what the fields give. */
export function ask(question, button, fields = null, dangerous = false) {
  return new Promise(resolve => {
    const dialog = h('dialog', {'aria-labelledby': 'question'},
        h('form', {method: 'dialog'},
            h('p', {id: 'question'}, question),
            fields?.element,
            h('div', {class: 'buttons'},
                h('button', {type: 'submit', value: 'yes', class: dangerous ? 'dangerous' : null}, button),
                h('button', {type: 'button', onclick: () => dialog.close('')}, t('cancel')))));
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes' ? fields?.value() ?? true : false);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Does something now and then as long as the page is looked at; what it answers with false ends it. */
export function repeat(millis, task) {
  let timer = 0;
  let over = false;
  const turn = async () => {
    clearTimeout(timer);
    if (over) {
      return;
    }
    try {
      over = await task() === false;
      succeed();
    } catch (problem) {
      failAndRetry(problem);
    }
    if (!document.hidden && !over) {
      timer = setTimeout(turn, millis);
    }
  };
  document.addEventListener('visibilitychange', () => document.hidden || turn());
  turn();
}

/** The filter in the address. */
export const filterInAddress = () => Object.fromEntries(new URLSearchParams(location.search));

/** Puts the filter into the address, so that it can be kept and shared. */
export function putFilter(filter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  history.replaceState(null, '', query.size > 0 ? `?${query}` : location.pathname);
}
