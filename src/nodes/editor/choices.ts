/**
 * Chooses the saved value of a select; one that is not offered (`${ENV}`, or from a newer package) becomes an
 * option of its own, so that opening and closing a dialog changes nothing.
 */
export function choose(select: JQuery, value: string): void {
  const known = select.find('option').toArray().some((option) => option.value === value);
  if (!known) $('<option>', { value }).text(value).appendTo(select);
  select.val(value);
}

/** Suggestions under a text field, which takes any other text as well. */
export function suggest(list: JQuery, suggestions: Iterable<{ value: string; label?: string }>): void {
  list.empty();
  for (const { value, label } of suggestions) $('<option>', { value, label: label ?? value }).appendTo(list);
}
