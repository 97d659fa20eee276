const WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing accepts connections there; check host and port, and whether Jira is running',
  ENOTFOUND: 'the host name is not known; check the URL of the connection',
  EAI_AGAIN: 'the name server did not answer',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network of the host',
  ETIMEDOUT: 'the connection was not made in time',
  ECONNRESET: 'the connection was cut before the whole answer was there',
  EPIPE: 'the connection was cut while the request was being sent',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is self-signed; add it as CA in the TLS configuration',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of the server comes from an unknown CA; add that CA in the TLS configuration',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the CA of the server\'s certificate is unknown; add it in the TLS configuration',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the CA of the server\'s certificate is unknown; add it in the TLS configuration',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another host name',
  EPROTO: 'the TLS handshake failed; check whether this port speaks https',
  PROXY_LOGIN: 'the proxy wants a login; check its user name and password in the proxy configuration',
  PROXY_REFUSED: 'the proxy did not open the way to Jira; check the proxy and its credentials',
};

/** A network error's code in plain words; what Node said of it where the code is not known. */
export function networkWords(code: string, message: string): string {
  const words = WORDS[code];
  if (words !== undefined) return words;
  return code.startsWith('ERR_SSL_') ? WORDS['EPROTO'] + ` (${message})` : message;
}

/**
 * TLS alerts with which a server refuses the client's certificate. Under TLS 1.3 they arrive after the client believes the
 * handshake done and has written its request, but a server that sends one has processed nothing.
 */
export function isRefusedCertificate(code: string): boolean {
  return /^ERR_SSL_\w*ALERT_\w*(?:CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/.test(code);
}
