let count = 0;

/** A hint below a row is read out with the row's fields too. */
export function tieHints(form: JQuery): void {
  for (const hint of form.find('.jira-hint').toArray()) {
    count += 1;
    hint.id ||= `jira-hint-${count}`;
    $(hint).prev('.form-row').find('input, select, textarea').attr('aria-describedby', hint.id);
  }
}
