import {get, remove} from '../api.js';
import {byId, h, setText} from '../dom.js';
import {filterForm} from '../filter.js';
import {bytes, number, time} from '../format.js';
import {ask, begin, fail, mayOperate, say} from '../page.js';
import {ListTable, count} from '../table.js';
import {t} from '../texts.js';
import {upload} from '../upload.js';

const REFRESH_MILLIS = 5000;

begin('nav.library');
const main = document.querySelector('main');
const operates = await mayOperate();
const space = h('p');

const filter = filterForm([{name: 'prefix', text: 'library.prefix'}],
    parameters => table.open('library/files', parameters));

async function discard(file) {
  if (!await ask(t('ask.remove', {name: file.name}), t('library.removeIt'), null, true)) {
    return;
  }
  try {
    const {versions} = await remove('library/file', {name: file.name});
    say(t('library.removed', {name: file.name, versions: number(versions)}));
  } catch (problem) {
    fail(problem);
  }
  await reload();
}

const content = file => `/api/v1/library/content?name=${encodeURIComponent(file.name)}&version=${file.version}`;

const table = new ListTable({
  label: t('library.files'),
  columns: [
    {text: 'library.name', class: 'wide', once: true, cell: file => file.name},
    {text: 'library.size', class: 'number', once: true, title: file => t('library.bytes', {bytes: number(file.size)}),
      cell: file => bytes(file.size)},
    {text: 'library.type', once: true, cell: file => file.mediaType},
    {text: 'library.version', class: 'number', once: true, cell: file => file.version},
    {text: 'library.created', once: true, cell: file => time(file.created)},
    {text: 'library.sha256', class: 'id digest', once: true, title: file => file.sha256, cell: file => file.sha256},
    {text: 'library.actions', once: true, cell: file => h('div', {class: 'controls'},
        h('a', {href: content(file), download: '', 'aria-label': t('library.downloadOf', {name: file.name})},
            t('library.download')),
        operates ? h('button', {type: 'button', class: 'danger', 'aria-label': t('library.removeOf', {name: file.name}),
          onclick: () => discard(file)}, t('library.remove')) : null)},
  ],
  key: file => `${file.version} ${file.name}`,
  empty: () => filter.isEmpty() ? t(operates ? 'library.empty' : 'library.emptyViewer') : t('library.emptyFiltered'),
  onCount: total => setText(byId('count'), count(total)),
});

async function showSpace() {
  const all = await get('library');
  const facts = [t('library.space', {files: number(all.files), versions: number(all.versions), bytes: bytes(all.bytes)})];
  if (all.unfinished > 0) {
    facts.push(t('library.unfinished', {uploads: number(all.unfinished), bytes: bytes(all.unfinishedBytes)}));
  }
  if (all.retentionSeconds) {
    facts.push(t('library.retention', {seconds: number(all.retentionSeconds)}));
  }
  setText(space, facts.join(' '));
}

async function reload() {
  await table.reload();
  await showSpace().catch(fail);
}

function uploadForm() {
  const file = h('input', {id: 'file', type: 'file', required: true, onchange: () => name.value = file.files[0]?.name ?? ''});
  const name = h('input', {id: 'name', required: true, autocomplete: 'off', spellcheck: 'false'});
  const send = h('button', {type: 'submit'}, t('library.upload'));
  const stop = h('button', {type: 'button', hidden: true}, t('cancel'));
  const progress = h('progress', {max: '1', value: 0, hidden: true, 'aria-label': t('library.progress')});
  const form = h('form', {class: 'filter', onsubmit: async event => {
    event.preventDefault();
    const stored = name.value;
    const busy = on => {
      progress.hidden = !on;
      stop.hidden = !on;
      send.disabled = on;
    };
    const sending = upload(file.files[0], stored, share => {
      progress.value = share;
      if (share === 1) {
        say(t('library.readBack'));
      }
    });
    stop.onclick = () => sending.cancel();
    busy(true);
    say(t('library.sending', {name: stored}));
    try {
      const done = await sending.done;
      say(t(done ? 'library.stored' : 'library.cancelled', {name: stored}));
      if (done) {
        form.reset();
      }
    } catch (problem) {
      fail(problem);
    }
    busy(false);
    await reload();
  }}, h('label', {for: 'file'}, t('library.file'), file), h('label', {for: 'name'}, t('library.asName'), name),
  send, stop, progress);
  return h('section', {}, h('h2', {}, t('library.uploadTitle')), form);
}

main.append(space, filter.element, table.element, operates ? uploadForm() : '');
table.open('library/files', filter.present());
showSpace().catch(fail);
setInterval(() => document.hidden || table.refresh(), REFRESH_MILLIS);
