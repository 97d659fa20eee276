'use strict';

// A connection as the jira-config node opens it, over the built library: real files, real clock, real limiter, real client.

const { systemClock } = require('../dist/lib/delivery/clock.js');
const { Delivery } = require('../dist/lib/delivery/delivery.js');
const { nodeDisk } = require('../dist/lib/delivery/disk.js');
const { createLimiter } = require('../dist/lib/delivery/limiter.js');
const { parseAddress } = require('../dist/lib/jira/address.js');
const { createClient } = require('../dist/lib/jira/client.js');
const { processIdentity } = require('../dist/nodes/jira-config/process-identity.js');

const hour = 3_600_000;

const settings = {
  requestsPeriod: 1_000,
  updatePeriod: 1_000,
  logMax: 1_000,
  guidMaxAge: 90 * 24 * hour,
  timezone: '',
  settleWindow: 300_000,
  settlePolicy: 'fail',
  giveUpAfter: 24 * hour,
  marker: 'property',
  timeout: 30_000,
  queueMax: 200_000,
  queueBytes: 512 * 2 ** 20,
};

/** Opens a delivery to `url`, with its journal at `journal`. */
async function openConnection(journal, url, { onOutcome = () => {}, client } = {}) {
  const address = parseAddress(url, '');
  const http = client ?? createClient({ address, timeoutMs: settings.timeout });
  const delivery = await Delivery.open({
    settings,
    address,
    path: journal,
    ports: {
      client: http,
      clock: systemClock,
      random: Math.random,
      disk: nodeDisk,
      limiter: createLimiter,
      identity: processIdentity,
    },
    events: {
      hears: () => true,
      onOutcome,
      onRow: () => {},
      onResponse: () => {},
      onRecords: () => {},
      onStatus: () => {},
      report: (level, message) => console.error(`${level}: ${message}`),
    },
  });
  const close = async () => {
    await delivery.close();
    http.close();
  };
  return { delivery, close };
}

let made = 0;

/** A create as a monitoring system asks for it: some 500 bytes. */
function command() {
  made += 1;
  const number = made.toString(16).padStart(12, '0');
  return {
    id: `00000000-0000-4000-8000-${number}`,
    guid: `10000000-0000-4000-8000-${number}`,
    action: 'CREATE',
    type: 'Automatic',
    node: 'bench',
    time: new Date().toISOString(),
    fields: {
      project: 'NET',
      issuetype: 'Incident',
      summary: `Link down on router ${made}, interface GigabitEthernet0/1`,
      description: 'The interface has been down for more than five minutes. Last seen up with 1 Gbit/s, full duplex.',
      priority: 'High',
      labels: ['alarm', 'network'],
    },
  };
}

/** Nobody listens there: each request is refused at once. */
const downUrl = 'http://127.0.0.1:9';

module.exports = { command, downUrl, openConnection };
