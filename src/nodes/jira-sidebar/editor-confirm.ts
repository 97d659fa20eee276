import { button, element } from './editor-element';
import { _ } from './editor-words';

/**
 * Asks before something is done that concerns many, in the sidebar itself. Escape is no.
 *
 * @param place where the question appears; one that was asked there before is taken back
 * @param yes what the button says that does it
 */
export function confirmed(place: HTMLElement, question: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    const before = document.activeElement as HTMLElement | null;
    const answer = (value: boolean): void => {
      box.remove();
      before?.focus();
      resolve(value);
    };
    const doIt = button(yes, () => answer(true), { class: 'jira-button jira-button-yes' });
    const text = element('p', {}, question);
    const box = element('div', { class: 'jira-confirm', role: 'alertdialog', 'aria-label': question }, text, doIt, button(_('jira-sidebar.confirm.no'), () => answer(false)));
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      answer(false);
    });
    place.replaceChildren(box);
    doIt.focus();
  });
}

/** Takes back what was asked there: what it is about is shown no more. */
export function takeBack(within: HTMLElement): void {
  for (const box of within.querySelectorAll('.jira-confirm')) box.remove();
}
