/** Puts a style into the page, once. Colours are the editor's own variables, so that its themes apply. */
export function addStyle(id: string, style: string): void {
  if (document.getElementById(id)) return;
  $('<style>', { id }).text(style).appendTo(document.head);
}
