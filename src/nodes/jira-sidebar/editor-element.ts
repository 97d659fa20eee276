/** Makes an element. Texts are texts, whatever they hold: nothing here is ever read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, ...content: Array<Node | string>): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** A button with a text, and what it does. */
export function button(text: string, act: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'jira-button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

/** A list to choose from. */
export function select(label: string, choices: ReadonlyArray<readonly [value: string, text: string]>, changed: (value: string) => void): HTMLSelectElement {
  const made = element('select', { 'aria-label': label }, ...choices.map(([value, text]) => element('option', { value }, text)));
  made.addEventListener('change', () => changed(made.value));
  return made;
}

/** A link that leaves the editor, in a tab of its own; the text alone where the address is not one of the web. */
export function outward(text: string, address: string, attributes: Record<string, string> = {}): HTMLElement {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return element('span', attributes, text);
  return element('a', { ...attributes, href: url.href, target: '_blank', rel: 'noopener noreferrer' }, text);
}
