import { checkContextStore, checkCount, checkNumber, checkPair, checkPath, checkTimezone, checkUrl } from '../editor/validation';
import type { ConnectionProperties } from './editor-dialog';
import { closeDialog, current, openDialog, siteOf } from './editor-dialog';

RED.nodes.registerType<ConnectionProperties>('jira-config', {
  category: 'config',
  defaults: {
    name: { value: '' },
    url: {
      value: '',
      validate(value, _options) {
        return current(this, 'sandbox') ? true : checkUrl(this, value);
      },
    },
    path: {
      value: 'rest/api/latest/issue',
      validate(value, _options) {
        return checkPath(this, value);
      },
    },
    auth: { value: 'basic' },
    tokenUrl: {
      value: '',
      validate(value, _options) {
        return value === undefined || value === '' || current(this, 'auth') !== 'oauth' ? true : checkUrl(this, value);
      },
    },
    bypassProxy: { value: false },
    proxy: { value: '', type: 'http proxy', required: false },
    tls: { value: '', type: 'tls-config', required: false },
    timeout: {
      value: '30',
      validate(value, _options) {
        return checkNumber(this, value, 0.1);
      },
    },
    requestsMax: {
      value: '',
      validate(value, _options) {
        return checkPair(this, value, current(this, 'requestsPeriod'), 'count');
      },
    },
    requestsPeriod: {
      value: '',
      validate(value, _options) {
        return checkPair(this, current(this, 'requestsMax'), value, 'seconds');
      },
    },
    updateMax: {
      value: '',
      validate(value, _options) {
        return checkPair(this, value, current(this, 'updatePeriod'), 'count');
      },
    },
    updatePeriod: {
      value: '',
      validate(value, _options) {
        return checkPair(this, current(this, 'updateMax'), value, 'seconds');
      },
    },
    logMax: {
      value: '1000',
      validate(value, _options) {
        return checkCount(this, value);
      },
    },
    logMaxDays: {
      value: '',
      validate(value, _options) {
        return checkNumber(this, value, 0);
      },
    },
    timezone: {
      value: '',
      validate(value, _options) {
        return checkTimezone(this, value);
      },
    },
    contextStore: {
      value: '',
      validate(value, _options) {
        return checkContextStore(this, value);
      },
    },
    sandbox: { value: false },
    settleWindow: {
      value: '300',
      validate(value, _options) {
        return checkNumber(this, value, 0);
      },
    },
    settlePolicy: { value: 'fail' },
    giveUpAfter: {
      value: '24',
      validate(value, _options) {
        return checkNumber(this, value, 0.0001);
      },
    },
    guidDays: {
      value: '90',
      validate(value, _options) {
        return checkNumber(this, value, 0.0001);
      },
    },
    marker: { value: 'property' },
    queueMax: {
      value: '',
      validate(value, _options) {
        return checkCount(this, value);
      },
    },
    queueMegabytes: {
      value: '',
      validate(value, _options) {
        return checkNumber(this, value, 1);
      },
    },
  },
  credentials: {
    username: { type: 'text' },
    password: { type: 'password' },
    key: { type: 'password' },
    token: { type: 'password' },
    clientId: { type: 'text' },
    clientSecret: { type: 'password' },
  },
  label() {
    return this.name || (this.sandbox ? this._('jira-config.label.sandbox') : siteOf(this.url) || 'jira-config');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  oneditprepare() {
    openDialog(this);
  },
  oneditsave: closeDialog,
  oneditcancel: closeDialog,
  oneditdelete: closeDialog,
});
