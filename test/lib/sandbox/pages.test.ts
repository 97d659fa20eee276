import assert from 'node:assert/strict';
import { html } from '../../../src/lib/sandbox/html';
import { Running } from './running';

const HOSTILE = `"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;`;

describe('sandbox: pages', () => {
  const running = new Running();
  const page = (path: string) => running.ask('GET', path);

  it('lists the tickets, newest first', async () => {
    await running.start();
    assert.match((await page('/')).text, /No tickets yet/);
    await running.create({ summary: 'first', priority: { name: 'High' } });
    await running.create({ summary: 'second' });
    await running.ask('POST', 'issue/NET-2/transitions', { transition: { id: '11' } });
    const { text, headers } = await page('/');
    assert.equal(headers.get('content-type'), 'text/html;charset=UTF-8');
    assert.ok(text.indexOf('second') < text.indexOf('first'));
    assert.match(text, /<a href="\/browse\/NET-1">NET-1<\/a>/);
    assert.match(text, /<span class="status indeterminate">In Progress<\/span>/);
    assert.match(text, /<span class="dot p2"><\/span>High/);
    assert.match(text, /2 tickets · 1 To Do · 1 In Progress · 0 Done/);
    assert.match(text, /<time datetime="2026-11-23T12:00:00.000Z">2026-11-23 12:00:00<\/time>/);
    assert.match(text, /<meta http-equiv="refresh" content="5">/);
  });

  it('lists one project', async () => {
    await running.start();
    await running.create({ summary: 'of the network' });
    await running.create({ project: { key: 'RAD' }, summary: 'of the radio' });
    const { text } = await page('/?project=RAD');
    assert.match(text, /of the radio/);
    assert.doesNotMatch(text, /of the network/);
    assert.match(text, /<a href="\/\?project=RAD" aria-current="page">Radio<\/a>/);
  });

  it('lists no more than 500, and says so', async () => {
    await running.start();
    const issueUpdates = Array.from({ length: 50 }, () => ({ fields: { project: { key: 'NET' }, issuetype: { name: 'Task' }, summary: 's' } }));
    for (let count = 0; count < 11; count += 1) await running.ask('POST', 'issue/bulk', { issueUpdates });
    const { text } = await page('/');
    assert.equal(text.match(/\/browse\//g)?.length, 500);
    assert.match(text, /550 tickets, the newest 500 shown/);
  });

  it('shows one ticket with all it has', async () => {
    await running.start();
    await running.create(
      { summary: 'Link down', description: 'Since noon.\nBoth ends.', labels: ['network', 'nr-1'], customfield_10007: { value: 'Major' }, customfield_10011: { value: 'Europe', child: { value: 'Belgium' } }, timetracking: { originalEstimate: '1d', remainingEstimate: '2h' } },
      { properties: [{ key: 'marker', value: { guid: 'a' } }] },
    );
    await running.ask('POST', 'issue/NET-1/comment', { body: 'On my way.' });
    await running.ask('PUT', 'issue/NET-1', { fields: { priority: { name: 'High' }, labels: [], customfield_10020: 12, components: [{ name: 'Core' }, { name: 'Access' }] } });
    const { text } = await page('/browse/NET-1');
    for (const words of ['Since noon.\nBoth ends.', 'On my way.', 'Severity', 'Major', 'Europe / Belgium', '1d / 2h', 'Priority: Medium → High', 'Labels: network, nr-1 → None', 'Sprint: None → Sprint 12', 'Core, Access', 'created the ticket', '{&#34;guid&#34;:&#34;a&#34;}']) {
      assert.ok(text.includes(words), words);
    }
    await running.create({ description: null, labels: ['one'] });
    assert.match((await page('/browse/net-2')).text, /<span class="label">one<\/span>/);
  });

  it('shows people, groups and relations by their names', async () => {
    await running.start();
    const person = { accountId: '712020:5a3f0c1e-0000-4000-8000-000000000002' };
    await running.create({ issuetype: { name: 'Epic' } });
    await running.create({ assignee: person, customfield_10013: [person], customfield_10014: { name: 'radio-operations' }, customfield_10019: 'NET-1', parent: { key: 'NET-1' }, customfield_10004: 5, duedate: '2026-12-01', customfield_10006: '2026-11-23T14:39:00.000+0100', customfield_10011: { value: 'Asia' } });
    await running.ask('PUT', 'issue/NET-2', { fields: { issuetype: { name: 'Bug' }, customfield_10018: ['tag'] } });
    const { text } = await page('/browse/NET-2');
    for (const words of ['<dd>Ann Smith</dd>', '<dd>radio-operations</dd>', '<dd>NET-1</dd>', '<dd>Asia</dd>', '<dd>5</dd>', '<dd>2026-12-01</dd>', 'Issue Type: Task → Bug']) assert.ok(text.includes(words), words);
  });

  it('shows hostile values as the text they are', async () => {
    await running.start();
    await running.create({ summary: HOSTILE, description: HOSTILE, labels: [HOSTILE.replace(/\s/g, '_')], customfield_10001: HOSTILE }, { properties: [{ key: HOSTILE, value: HOSTILE }] });
    await running.ask('POST', 'issue/NET-1/comment', { body: HOSTILE });
    await running.ask('PUT', 'issue/NET-1', { fields: { summary: `${HOSTILE} 2` } });
    for (const path of ['/', '/browse/NET-1', `/?project=${encodeURIComponent(HOSTILE)}`, `/browse/${encodeURIComponent(HOSTILE)}`]) {
      const { text } = await page(path);
      assert.doesNotMatch(text, /<script|<img|onerror=alert\(1\)>/);
    }
    assert.match((await page('/browse/NET-1')).text, /&#60;script&#62;/);
  });

  it('allows no script, and nothing from elsewhere', async () => {
    await running.start();
    await running.create();
    for (const path of ['/', '/browse/NET-1', '/nothing']) {
      const { headers, text } = await page(path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'none'; style-src 'self'; img-src 'self';/);
      assert.doesNotMatch(policy, /unsafe|script-src/);
      assert.doesNotMatch(text, /https?:\/\//);
      assert.doesNotMatch(text, /<style| style=/);
    }
  });

  it('says so where there is nothing', async () => {
    await running.start();
    for (const path of ['/browse/NET-1', '/browse/', '/login.jsp', '/browse/a/b']) {
      const { status, text } = await page(path);
      assert.equal(status, 404);
      assert.match(text, /There is no such ticket or page here/);
      assert.doesNotMatch(text, /http-equiv="refresh"/);
    }
    assert.equal((await running.ask('POST', '/')).status, 405);
    assert.equal((await running.ask('HEAD', '/')).status, 200);
  });

  it('brings its own style and icons', async () => {
    await running.start();
    const style = await page('/style.css');
    assert.deepEqual([style.status, style.headers.get('content-type')], [200, 'text/css;charset=UTF-8']);
    assert.match(style.text, /prefers-color-scheme: dark/);
    for (const path of ['/images/user.svg', '/favicon.ico']) assert.equal((await page(path)).headers.get('content-type'), 'image/svg+xml');
  });

  it('escapes whatever is put into a template, but for other templates', () => {
    assert.equal(html`<p title="${'"'}">${'<b>'} ${5} ${[html`<i>${"'"}</i>`, html`&`]}</p>`.markup, '<p title="&#34;">&#60;b&#62; 5 <i>&#39;</i>&</p>');
  });
});
