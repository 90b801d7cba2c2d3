// What the drafting tabs do in the browser: hand over a file, lead to the corrections and back.
window.draftingPages = (() => {
  const behavior = () => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');

  const download = asked => {
    if (!asked) return;
    const { name, content } = JSON.parse(asked);
    const bytes = Uint8Array.from(atob(content), character => character.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };

  const correct = field => {
    const target = document.querySelector(field);
    target?.focus({ preventScroll: true });
    target?.closest('.tools')?.scrollIntoView({ behavior: behavior(), block: 'nearest' });
  };

  // After a correction that was made: the button of what was corrected, as the table is shown anew.
  const backTo = (said, at) => requestAnimationFrame(() => {
    if (document.querySelector(`${said} .problem`)) return;
    const button = [...document.querySelectorAll('button.correct')]
      .find(one => Object.entries(at).every(([name, value]) => one.dataset[name] === String(value)));
    const place = button?.closest('td, article');
    if (!place) return;
    document.querySelectorAll('.bench .is-corrected').forEach(other => other.classList.remove('is-corrected'));
    place.classList.add('is-corrected');
    button.focus({ preventScroll: true });
    place.scrollIntoView({ behavior: behavior(), block: 'center' });
  });

  const focusOn = place => requestAnimationFrame(() => document.querySelector(place)?.focus({ preventScroll: true }));

  return { download, correct, backTo, focusOn };
})();
