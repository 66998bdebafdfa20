// One upload to the library. Only this kind of request tells how far it has come.
import {refusal, signIn} from './api.js';
import {t} from './texts.js';

/**
 * onProgress is told the share that is sent. done becomes true if the file is stored, false if it was cancelled, and is
 * rejected with what the gateway refused.
 */
export function upload(file, name, onProgress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.onload = () => {
      if (request.status === 401) {
        signIn();
      } else if (request.status === 201) {
        resolve(true);
      } else {
        reject(refusal(request.responseText, request.status));
      }
    };
    request.onerror = () => reject(new Error(t('library.lost')));
    request.onabort = () => resolve(false);
  });
  request.upload.onprogress = event => onProgress(event.loaded / Math.max(1, event.total));
  request.upload.onload = () => onProgress(1);
  request.open('PUT', `/api/v1/library/content?name=${encodeURIComponent(name)}`);
  request.setRequestHeader('X-Requested-With', 'console');
  if (file.type) {
    request.setRequestHeader('Content-Type', file.type);
  }
  request.send(file);
  return {done, cancel: () => request.abort()};
}
