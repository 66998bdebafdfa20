// Before anything is painted: the colours that were chosen. Not a module, because modules run after the first paint.
document.documentElement.dataset.theme = localStorage.getItem('theme') ?? 'auto';
