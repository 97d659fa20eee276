'use strict';

const path = require('node:path');

const root = path.join(__dirname, '..', '..');

// Settings of the Node-RED that `npm start` runs; scripts/start.js chooses folder and port.
module.exports = {
  uiHost: '127.0.0.1',
  uiPort: Number(process.env.PORT),
  userDir: process.env.DEMO_DIR,
  flowFile: 'flows.json',
  flowFilePretty: true,
  // Nothing secret is in the demo: its Jira lives in this process.
  credentialSecret: 'demo',
  nodesDir: root,
  contextStorage: { default: { module: 'memory' } },
  diagnostics: { enabled: true, ui: true },
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: {
    page: { title: 'Jira tickets: demo' },
    tours: false,
    projects: { enabled: false },
  },
  logging: { console: { level: 'info', metrics: false, audit: false } },
};
