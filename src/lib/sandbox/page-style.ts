/** The look of the sandbox's pages, light and dark. A file of its own, because the pages allow no style within them. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #ffffff; --text: #172b4d; --soft: #5e6c84; --line: #dfe1e6; --link: #0052cc; --hover: #f4f5f7;
  --new: #dfe1e6; --new-text: #42526e; --work: #deebff; --work-text: #0747a6; --done: #e3fcef; --done-text: #006644;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #161a1d; --card: #1d2125; --text: #dee4ea; --soft: #9fadbc; --line: #2c333a; --link: #85b8ff; --hover: #22272b;
    --new: #38414a; --new-text: #c7d1db; --work: #09326c; --work-text: #cce0ff; --done: #164b35; --done-text: #baf3db;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
header { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: baseline; padding: 14px 24px; background: var(--card); border-bottom: 1px solid var(--line); }
header strong { font-size: 16px; }
header .note { color: var(--soft); }
nav { display: flex; gap: 14px; margin-left: auto; }
nav [aria-current] { color: var(--text); font-weight: 600; }
main { max-width: 1200px; margin: 0 auto; padding: 20px 24px; }
h1 { margin: 4px 0 16px; font-size: 22px; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 0 0 10px; font-size: 14px; }
.card { margin-bottom: 16px; padding: 16px 18px; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.scroll { padding: 0; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { padding: 9px 12px; color: var(--soft); font-size: 12px; font-weight: 600; text-align: left; white-space: nowrap; border-bottom: 2px solid var(--line); }
td { padding: 8px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
tbody tr:hover { background: var(--hover); }
td.short { white-space: nowrap; }
td.wide { width: 100%; min-width: 240px; overflow-wrap: anywhere; }
time { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.status, .label { display: inline-block; padding: 1px 7px; border-radius: 3px; background: var(--new); color: var(--new-text); font-size: 11px; font-weight: 700; text-transform: uppercase; white-space: nowrap; }
.label { font-size: 12px; font-weight: 500; text-transform: none; white-space: normal; overflow-wrap: anywhere; }
.indeterminate { background: var(--work); color: var(--work-text); }
.done { background: var(--done); color: var(--done-text); }
.dot { display: inline-block; width: 9px; height: 9px; margin-right: 6px; border-radius: 50%; background: var(--soft); }
.p1 { background: #cd1316; } .p2 { background: #e9494a; } .p3 { background: #e97f33; } .p4 { background: #2d8738; } .p5 { background: #57a55a; }
.columns { display: grid; grid-template-columns: minmax(0, 2fr) minmax(260px, 1fr); gap: 16px; align-items: start; }
@media (max-width: 800px) { .columns { grid-template-columns: minmax(0, 1fr); } main { padding: 12px; } }
dl { display: grid; grid-template-columns: minmax(100px, auto) minmax(0, 1fr); gap: 7px 14px; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.entry { padding: 9px 0; border-top: 1px solid var(--line); }
.entry:first-of-type { border-top: 0; }
.empty { padding: 48px 24px; color: var(--soft); text-align: center; }
`;
