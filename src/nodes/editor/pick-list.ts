import { addStyle } from './style';

export interface Choice {
  value: string;
  /** What is shown; the value where it is left out. Text, whatever it holds. */
  label?: string;
  /** Said smaller, beside it. */
  detail?: string;
}

export interface PickList {
  /** Names the list to a screen reader. */
  label: string;
  /** What is offered for a text, best first. */
  search: (text: string) => readonly Choice[] | Promise<readonly Choice[]>;
  onPick: (choice: Choice) => void;
  /** What a search must wait for, ms, so that not every key is one. */
  delay?: number;
}

const most = 100;

const style = `
.jira-pick-list { position: fixed; z-index: 2000; margin: 0; padding: 2px 0; max-height: 240px; overflow-y: auto; list-style: none; font-size: 13px;
  border: 1px solid var(--red-ui-primary-border-color, #bbb); border-radius: 4px; box-shadow: 0 2px 8px rgba(0, 0, 0, 0.3);
  background: var(--red-ui-menuBackground, var(--red-ui-secondary-background, #fff)); color: var(--red-ui-menuColor, var(--red-ui-primary-text-color, #333)); }
.jira-pick-list > li { padding: 4px 10px; cursor: pointer; overflow-wrap: anywhere; }
.jira-pick-list > li > small { margin-left: 8px; opacity: 0.85; font-size: 11px; }
.jira-pick-list > li[aria-selected="true"] { background: var(--red-ui-menuHoverBackground, var(--red-ui-secondary-background-hover, #e6e6e6)); color: var(--red-ui-menuHoverColor, inherit); outline: 1px solid var(--red-ui-form-input-focus-color, #7fa1d9); outline-offset: -1px; }
`;

let made = 0;

/**
 * Makes a text field one in which something of a list can be chosen: a combobox, as WAI-ARIA has it (list autocomplete). Any other
 * text stays what it is.
 *
 * @returns takes the list away
 */
export function offerChoices(input: JQuery, { label, search, onPick, delay = 0 }: PickList): () => void {
  addStyle('jira-tickets-pick-list', style);
  made += 1;
  const id = `jira-pick-list-${made}`;
  const list = $('<ul>', { id, class: 'jira-pick-list', role: 'listbox', 'aria-label': label });
  let choices: readonly Choice[] = [];
  let active = -1;
  let asked = 0;
  let waiting = 0;

  const close = (): void => {
    window.clearTimeout(waiting);
    asked += 1;
    list.detach();
    input.attr('aria-expanded', 'false').removeAttr('aria-activedescendant');
  };
  const isOpen = (): boolean => list.parent().length > 0;
  const activate = (index: number): void => {
    active = index;
    list.children().each((place, option) => option.setAttribute('aria-selected', String(place === index)));
    if (index < 0) {
      input.removeAttr('aria-activedescendant');
      return; // jQuery takes -1 for the last one
    }
    list.children().get(index)?.scrollIntoView({ block: 'nearest' });
    input.attr('aria-activedescendant', `${id}-${index}`);
  };
  const pick = (index: number): void => {
    const choice = choices[index];
    close();
    if (choice) onPick(choice);
  };
  const show = (found: readonly Choice[]): void => {
    choices = found.slice(0, most);
    const field = input.get(0);
    if (choices.length === 0 || !field?.isConnected) return close();
    list.empty().append(...choices.map((choice, index) => optionOf(choice, `${id}-${index}`)));
    place(list.appendTo(document.body), field);
    input.attr('aria-expanded', 'true');
    activate(String(input.val() ?? '').trim() === '' ? -1 : 0);
  };
  const ask = (): void => {
    window.clearTimeout(waiting);
    asked += 1;
    const question = asked;
    waiting = window.setTimeout(() => {
      Promise.resolve(search(String(input.val() ?? '').trim())).then(
        (found) => question === asked && show(found),
        () => question === asked && close(),
      );
    }, delay);
  };

  list.on('mousedown', (event) => event.preventDefault()); // the field keeps the focus
  list.on('click', 'li', (event) => pick($(event.currentTarget).index()));
  input.attr({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id, autocomplete: 'off' });
  input.on('input.jira-pick click.jira-pick', ask).on('blur.jira-pick', close);
  input.on('keydown.jira-pick', (event) => {
    const { key } = event;
    if (key === 'ArrowDown' && !isOpen()) ask();
    else if (!isOpen()) return;
    else if (key === 'ArrowDown') activate((active + 1) % choices.length);
    else if (key === 'ArrowUp') activate((active <= 0 ? choices.length : active) - 1);
    else if (key === 'Enter' && active >= 0) pick(active);
    else if (key === 'Escape') close();
    else return;
    event.preventDefault();
    // What else hears of this key: the tray, and the other list of Node-RED's own.
    event.stopImmediatePropagation();
  });
  return () => {
    close();
    input.off('.jira-pick').removeAttr('role aria-autocomplete aria-expanded aria-controls aria-activedescendant');
  };
}

function optionOf({ value, label, detail }: Choice, id: string): JQuery {
  const option = $('<li>', { id, role: 'option', 'aria-selected': 'false' }).append($('<span>').text(label ?? value));
  return detail ? option.append($('<small>').text(detail)) : option;
}

/** Below the field, or above it where there is more room. */
function place(list: JQuery, input: HTMLElement): void {
  const { left, top, bottom, width } = input.getBoundingClientRect();
  const below = window.innerHeight - bottom;
  const isAbove = below < 160 && top > below;
  list.css({
    left: Math.max(4, Math.min(left, window.innerWidth - 304)),
    width: Math.min(Math.max(width, 280), window.innerWidth - 8),
    maxHeight: Math.max(80, Math.min(240, (isAbove ? top : below) - 8)),
    ...(isAbove ? { top: 'auto', bottom: window.innerHeight - top + 2 } : { top: bottom + 2, bottom: 'auto' }),
  });
}
