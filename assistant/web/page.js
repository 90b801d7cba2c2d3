() => {
  document.documentElement.lang = 'en-GB';
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const behavior = calm ? 'auto' : 'smooth';

  // A link to a source opens its card: unfolded, marked, in view, and with the focus.
  const open = target => {
    document.querySelectorAll('.is-open').forEach(other => other.classList.remove('is-open'));
    target.querySelectorAll('details').forEach(fold => { fold.open = true; });
    target.classList.add('is-open');
    target.setAttribute('tabindex', '-1');
    target.focus({ preventScroll: true });
    target.scrollIntoView({ behavior, block: 'start' });
  };
  document.addEventListener('click', event => {
    const link = event.target.closest('.answer a[href^="#"], .card .back a');
    const target = link && document.getElementById(link.getAttribute('href').slice(1));
    if (!target) return;
    event.preventDefault();
    open(target);
  });

  // The page itself scrolls, so a new question is brought into view when it appears, and when its answer does.
  let seen = 0;
  const show = () => {
    const turns = document.querySelectorAll('[data-turn]');
    const row = turns.length && turns[turns.length - 1].closest('.message-row');
    if (row) row.previousElementSibling.scrollIntoView({ behavior, block: 'start' });
    document.querySelectorAll('.is-open').forEach(other => other.classList.remove('is-open'));
  };
  new MutationObserver(() => {
    // Gradio names each message "a component of type html", which would be read out before its words.
    document.querySelectorAll('#conversation [data-testid][aria-label]')
      .forEach(message => message.removeAttribute('aria-label'));
    const turns = document.querySelectorAll('[data-turn]').length;
    if (turns > seen) show();
    seen = turns;
  }).observe(document.body, { childList: true, subtree: true });

  window.chatPage = {
    answered: () => {
      show();
      document.querySelector('#sources')?.scrollTo(0, 0);
      window.chatPage.ready();
    },
    restarted: () => {
      window.scrollTo({ top: 0, behavior });
      window.chatPage.ready();
    },
    // A disabled button loses the focus; on a touch screen taking it back would raise the keyboard.
    ready: () => {
      const lost = document.activeElement === document.body || document.activeElement === null;
      if (lost && window.matchMedia('(pointer: fine)').matches) {
        document.querySelector('#question textarea')?.focus({ preventScroll: true });
      }
    },
  };
}
