import { element } from './editor-element';

/** Tabs over panels, of which one is shown; arrow keys go from tab to tab. */
export function tabs(label: string, panels: ReadonlyArray<{ name: string; title: string; content: HTMLElement }>, chosen: (name: string) => void): HTMLElement[] {
  const list = element('div', { role: 'tablist', 'aria-label': label, class: 'jira-tabs' });
  const shown = panels.map(({ name, title, content }) => {
    const id = `jira-sidebar-${name}`;
    const tab = element('button', { type: 'button', role: 'tab', id: `${id}-tab`, 'aria-controls': id }, title);
    const panel = element('div', { role: 'tabpanel', id, 'aria-labelledby': `${id}-tab`, class: 'jira-panel' }, content);
    tab.addEventListener('click', () => choose(name));
    list.append(tab);
    return { name, tab, panel };
  });

  function choose(wanted: string): void {
    for (const { name, tab, panel } of shown) {
      tab.setAttribute('aria-selected', String(name === wanted));
      tab.tabIndex = name === wanted ? 0 : -1;
      panel.hidden = name !== wanted;
    }
    chosen(wanted);
  }

  list.addEventListener('keydown', (event) => {
    const at = shown.findIndex(({ tab }) => tab === event.target);
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 };
    const to = shown.at((steps[event.key] ?? NaN) % shown.length);
    if (at < 0 || !(event.key in steps) || !to) return;
    event.preventDefault();
    event.stopPropagation();
    to.tab.focus();
    choose(to.name);
  });

  choose(shown[0]?.name ?? '');
  return [list, ...shown.map(({ panel }) => panel)];
}
