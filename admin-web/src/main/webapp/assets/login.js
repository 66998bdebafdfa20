// Says so when the server sent the form back.
if (location.search.startsWith('?failed')) {
  document.getElementById('failed').hidden = false;
}
