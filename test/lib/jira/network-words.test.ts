import assert from 'node:assert/strict';
import { isRefusedCertificate, networkWords } from '../../../src/lib/jira/network-words';

describe('network errors in words', () => {
  it('are plain for what is known', () => assert.match(networkWords('ECONNREFUSED', 'x'), /nothing accepts connections/));
  it("are TLS's own behind ours", () => assert.match(networkWords('ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version'), /handshake.*\(wrong version\)/));
  it("are Node's for what is not known", () => assert.equal(networkWords('EODD', 'odd'), 'odd'));
});

describe('a refused client certificate', () => {
  for (const code of ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA']) {
    it(`is ${code}`, () => assert.ok(isRefusedCertificate(code)));
  }
  for (const code of ['ECONNRESET', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR']) it(`is not ${code}`, () => assert.ok(!isRefusedCertificate(code)));
});
