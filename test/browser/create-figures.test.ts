import assert from 'node:assert/strict';
import { CreateDialog, flowWith, row } from './create-dialog';
import { describeInEachEditor } from './each-editor';

interface Figures {
  toQuery: number[];
  toTable: number[];
  whole: number;
}

/** In the page: ms from a change to the next frame in which it is on the other side. */
const measure = `(async () => {
  const editor = monaco.editor.getEditors().find((one) => one.getDomNode().closest('#jira-create-query'));
  const items = () => document.querySelectorAll('.jira-field-list > li');
  const shows = (item, field) => (item?.querySelector('.jira-field-name')?.value ?? item?.textContent ?? '').startsWith(field);
  const took = async (change, done) => {
    await new Promise((resolve) => setTimeout(resolve));
    const begun = performance.now();
    change();
    while (!done()) await new Promise((resolve) => requestAnimationFrame(resolve));
    return Math.round((performance.now() - begun) * 10) / 10;
  };
  const input = items()[0].querySelector('.red-ui-typedInput-input');
  const figures = { toQuery: [], toTable: [], whole: 0 };
  for (let round = 0; round < 5; round += 1) {
    figures.toQuery.push(await took(() => {
      input.value = 'typed ' + round;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, () => editor.getValue().includes('typed ' + round)));
    const { range } = editor.getModel().findMatches('typed ' + round, false, false, true, null, false)[0];
    figures.toTable.push(await took(() => editor.executeEdits('test', [{ range, text: 'edited ' + round }]), () => input.value === 'edited ' + round));
  }
  const other = editor.getValue().replaceAll('customfield_1', 'customfield_2');
  editor.getModel().setValue('{"fields": {}}');
  await took(() => {}, () => items().length === 0);
  const count = other.split('customfield_').length - 1;
  figures.whole = await took(() => editor.getModel().setValue(other), () => shows(items()[count - 1], 'customfield_2'));
  return figures;
})()`;

for (const count of [50, 1_000]) {
  const flow = flowWith(Array.from({ length: count }, (_, index) => row(`customfield_${10_000 + index}`, `value ${index}`)));

  describeInEachEditor(`A table of ${count} rows`, flow, (editor) => {
    it('follows its query and is followed, in a time that is told', async () => {
      const dialog = await CreateDialog.open(editor.page, flow);
      await dialog.value(0).waitFor();
      assert.equal(await dialog.items.count(), count);
      const { toQuery, toTable, whole } = await editor.page.evaluate<Figures>(measure);
      console.log(`      ${count} rows: table to query ${toQuery.join(', ')} ms; query to table ${toTable.join(', ')} ms; a whole new query ${whole} ms`);
      assert.equal(await dialog.items.count(), count);
      // Rows that were never seen are read like the others.
      await dialog.done();
      const saved = await dialog.saved();
      assert.deepEqual([saved.length, saved.at(-1)], [count, row(`customfield_${20_000 + count - 1}`, `value ${count - 1}`)]);
    });
  });
}
