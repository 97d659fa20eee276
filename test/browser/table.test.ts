import { join } from 'node:path';
import { nodeOf, readFlow } from '../e2e/harness/flow';
import { describeInEachEditor } from './each-editor';
import { openDialog } from './editor-page';

const flow = readFlow(join(process.cwd(), 'examples', 'jira-create.json'));

describeInEachEditor('The ticket table', flow, (editor) => {
  it('shows a change of a row in the query', async () => {
    const { page } = editor;
    await openDialog(page, nodeOf(flow, 'jira-create').id);
    await page.locator('.jira-field-row').first().locator('.red-ui-typedInput-input').fill('RAD');
    await page.locator('#jira-create-query', { hasText: '"RAD"' }).waitFor();
    await page.locator('#node-dialog-cancel').click();
  });
});
