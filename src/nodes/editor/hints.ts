let count = 0;

/** The hints below a row are read out with the row's fields too. */
export function tieHints(form: JQuery): void {
  for (const hint of form.find('.jira-hint').toArray()) {
    count += 1;
    hint.id ||= `jira-hint-${count}`;
    const fields = $(hint).prevAll('.form-row').first().find('input, select, textarea');
    fields.attr('aria-describedby', (_index, ids?: string) => (ids === undefined ? hint.id : `${ids} ${hint.id}`));
  }
}
